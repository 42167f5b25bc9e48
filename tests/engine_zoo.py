"""Small models, each of which shows one part of the notation at work; the engines agree on all of them."""

CLOCK = {"INITIAL TIME": "0", "FINAL TIME": "20", "TIME STEP": "0.125", "SAVEPER": "0.5"}


def mdl(equations, **clock):
    """The text of a model of ``name = right-hand side`` lines, a constant's with its ``[low,high,step]``."""
    times = CLOCK | {name.replace("_", " "): value for name, value in clock.items()}
    entries = [line.rsplit(" [", 1) for line in equations.strip().splitlines() if line.strip()]
    parts = [f"{part[0].strip()}\n\t~ 1{' [' + part[1] if part[1:] else ''}\n\t~ .\n\t|" for part in entries]
    parts += [f"{name} = {value}\n\t~ month\n\t~ .\n\t|" for name, value in times.items()]
    return "\n".join(["{UTF-8}", *parts, ""])


ZOO = {
    "arithmetic": mdl("""
        a = 3 [-5,5,0.5]
        b = 2 [0.5,4,0.5]
        c = 0.1 [-1,1,0.1]
        sums = a-b-c+a-(b-c)-(a+(b-c))
        products = a/b/2*c/(b/c*3)*(a*b)
        signs = -a*-b - -c + -(a-b)*2
        powers = b^2 + b^-a + b^(a/b) + -b^2 + (-b)^3
        literals = 1e-3*a + 2.5E+2/b - .5*c
        stock = INTEG(sums*c/(1+b)-stock/b, a+b*c)
    """),
    "logic": mdl("""
        a = 3 [-5,5,0.5]
        b = 2 [-5,5,0.5]
        switch = 1 [0,1,1]
        wave = 4*SIN(Time)
        less = IF THEN ELSE(wave < a, 1, 2)
        more = IF THEN ELSE(wave >= b :AND: wave <= a, wave, -wave)
        either = IF THEN ELSE(wave > a :OR: wave < b :OR: a = b, 3, 4)
        negated = IF THEN ELSE(:NOT: wave > a, 5, 6)
        both = IF THEN ELSE(:NOT: wave > a :AND: :NOT: wave < b, 7, 8)
        bracketed = IF THEN ELSE(:NOT: (wave > a :OR: wave < b), 9, 10)
        inner = IF THEN ELSE(wave > 0 :AND: (wave > a :OR: switch <> 0), 11, 12)
        as it is = IF THEN ELSE(switch, a, IF THEN ELSE(:NOT: switch :AND: wave, b, a)) + 1
        equal = IF THEN ELSE(Time = 4, 1, 0) + IF THEN ELSE(Time <> 4, 10, 0)
        stock = INTEG(IF THEN ELSE(stock > a, -1, IF THEN ELSE(switch = 1, 2, 0.5)), 0)
    """),
    "functions": mdl("""
        a = 0.5 [-0.9,0.9,0.1]
        b = 1.5 [0.1,5,0.1]
        wave = a+SIN(Time)
        smallest = MIN(wave, MIN(a, b*wave)) + MIN(0, wave)
        largest = MAX(MAX(wave, a)-b, 0) - MAX(0, -wave)
        sizes = ABS(wave)+SQRT(ABS(wave)*b)+EXP(-wave/b)+LN(b)
        angles = SIN(a)+COS(wave)+TAN(a/3)+ARCSIN(a)+ARCCOS(a)+ARCTAN(wave)
        hyperbolic = SINH(a)+COSH(wave)+TANH(b*wave)
        stock = INTEG(MAX(0, wave)-EXP(MIN(0, -stock))/b, b)
    """),
    "events": mdl(
        """
        height = 2 [-3,3,0.5]
        begin = 3 [0,10,0.05]
        width = 1 [0,5,0.05]
        slope = 0.5 [-1,1,0.1]
        steps = STEP(height, begin) + STEP(1, begin+width)
        pulses = PULSE(begin, width) + 2*PULSE(begin+7, TIME STEP)
        ramps = RAMP(slope, begin, begin+width) + RAMP(1, 2, 1)
        within = PULSE(STEP(begin, 1) + PULSE(RAMP(slope, begin, 2*begin), width), width)
        clock = Time*2 - Time/3
        stock = INTEG(steps+height*PULSE(begin, TIME STEP)/TIME STEP-stock/5, 0)
        """
    ),
    "trains": mdl("""
        begin = 1.5 [-2,4,0.05]
        width = 0.5 [0,3,0.05]
        interval = 2 [-3,5,0.05]
        till = 12 [0,20,0.5]
        train = PULSE TRAIN(begin, width, interval, till)
        alone = PULSE TRAIN(begin+0.1, width, 0, till) + 2*PULSE TRAIN(2, 1, interval-interval, till)
        literal = PULSE TRAIN(3, 0.5, 2, 9) + 2*PULSE TRAIN(0.3, 0.1, 0.3, 50)
        played = GAME(train*2) + GAME(3)
        stock = INTEG(train-PULSE TRAIN(stock/2, stock, interval*2, till)*stock, 1)
    """),
    "lookups": mdl("""
        a = 1 [-1,9,0.25]
        b = 2 [0.5,3,0.25]
        framed = WITH LOOKUP(a*SIN(Time), ([(0,0)-(10,10)],(0,1),(1,3),(2,2.5),(5,0)))
        unsorted = WITH LOOKUP(Time/b, ((4,1),(0,-1),(2,0.25),(1e1,7)))
        nested = 2*WITH LOOKUP(WITH LOOKUP(a, ((0,0),(8,4))), ((0,1),(4,-1))) - b
        stock = INTEG(framed-WITH LOOKUP(stock, ((0,0),(10,1),(20,8))), b)
    """),
    "lags": mdl("""
        tau = 2 [0.5,6,0.25]
        begin = 1 [-2,2,0.25]
        input = STEP(1, 2) + begin*SIN(Time)
        late = SMOOTH(input, tau)
        late from = SMOOTHI(input, tau, begin*3)
        later = SMOOTH3(input, tau)
        later from = SMOOTH3I(input, tau*1.5, begin)
        arrival = DELAY1(input, tau)
        arrival from = DELAY1I(input, tau, begin)
        arrivals = DELAY3(input+1, tau)
        arrivals from = DELAY3I(input, tau, begin)
        inside = 2*SMOOTH(SMOOTH(input, tau)+stock, 3) - DELAY1(late, tau)/tau
        shifting = DELAY3(input, tau*(2+SIN(Time/4))) + SMOOTH(input, 1+late*late)
        stock = INTEG(later-stock/tau, late from)
    """),
    "rounded": mdl("""
        a = 0.7 [-2,2,0.1]
        b = 1.5 [0.1,4,0.1]
        wave = 5*SIN(Time)+a
        whole = INTEGER(wave) + INTEGER(-wave/b)*0.25
        left over = MODULO(wave, b) + MODULO(Time, 7) + MODULO(a, 0) + MODULO(wave, -b)
        cut = QUANTUM(wave, b) + QUANTUM(wave, 0.05) + QUANTUM(wave, 0.0000001)
        within = INTEGER(MODULO(Time*b, 3)/QUANTUM(b+1, 0.5))
        powers = POWER(ABS(wave)+b, a) + POWER(b, 2) + POWER(-2, 3)
        logs = LOG(b, 10) + LOG(ABS(wave)+1, b+4) + LOG(2, 3) - LOG(8, 2)/LOG(b, a*a+2)
        stock = INTEG(INTEGER(wave)-QUANTUM(stock, 0.5)/b, a)
    """),
    "safe quotients": mdl("""
        a = 0.5 [-1,1,0.25]
        b = 1.5 [0.5,4,0.5]
        hill = RAMP(b, 2, 5) - RAMP(b/2, 6, 9)
        share = ZIDZ(a, hill) + ZIDZ(1, 2) + ZIDZ(3, 0) + ZIDZ(hill, 1e-7) + ZIDZ(hill, Time-4)
        share or = XIDZ(a, hill, b) + XIDZ(1, 0, 7) + XIDZ(hill, 1e-7, 2) + XIDZ(1, -2e-6*b, hill)
        stock = INTEG(ZIDZ(a-stock, ABS(hill-stock)*b), a)
    """),
    "named lookups": mdl(
        """
        a = 1 [-1,9,0.25]
        b = 2 [0.5,3,0.25]
        Effect of it([(0,0)-(10,10)],(0,1),(1,3),(2,2.5),(5,0))
        "effect, 2"((4,1),(0,-1),(2,0.25),(1e1,7))
        reached = effect_of it(a*SIN(Time)) + Effect of it(2)
        unsorted = "effect, 2"(Time/b) - "Effect, 2"("effect, 2"(a))
        stock = INTEG(reached-"effect, 2"(stock), b+Effect of it(1.5))
    """,
        FINAL_TIME="4",  # PySD takes a millisecond for each value of a named lookup
        TIME_STEP="0.25",
    ),
    "lags of any order": mdl("""
        tau = 2 [1,6,0.25]
        begin = 1 [-2,2,0.25]
        input = STEP(1, 2) + begin*SIN(Time)
        late = SMOOTH N(input, tau, begin, 1) + SMOOTH N(input, tau+Time, input, 5)
        arrival = DELAY N(input, tau, begin*2, 4) + DELAY N(input*late, 2*tau, late, 1)
        growth = TREND(input+3, tau, begin/10) + 2*TREND(2+late, 1+late*late, 0)
        nested = TREND(TREND(late+4, tau, 0)+5, SMOOTH N(tau, 2, tau, 2), 0.1*begin)
        stock = INTEG(arrival-stock/tau, growth)
    """),
    "what was at the start": mdl("""
        a = 2 [0.5,4,0.5]
        b = 1 [0.5,4,0.5]
        level = INITIAL(stock*a + Time) + stock
        share = stock/INITIAL(stock)
        began = INITIAL(3*a)
        clock = INITIAL(Time+2)
        stock = INTEG(began-stock/b - 0*level, a*b+INITIAL(later))
        later = INTEG(1, b*INITIAL(b+1))
        fixed = INTEG(-2, 1)
    """),
    "initial values": mdl(
        """
        a = 2 [0.5,4,0.5]
        total = a*10 [0,1,1]
        share = 0.25 [0,1,0.05]
        Third = INTEG(Second/a-Third, Second+outside)
        First = INTEG(-First/a, total*share)
        Second = INTEG(First/a-Second/a, total-First)
        outside = First*Second/(1+a)
        remembered = SMOOTHI(outside, a, Third)
    """.replace(" [0,1,1]", "")
    ),
    "clock": mdl(
        """
        a = 1 [0.5,2,0.1]
        left = (FINAL TIME-Time)/(FINAL TIME-INITIAL TIME)
        jump = a*PULSE(INITIAL TIME+SAVEPER, TIME STEP)/TIME STEP
        stock = INTEG(jump-stock*left, a)
        """,
        INITIAL_TIME="2000",
        FINAL_TIME="2010",
        TIME_STEP="0.0625",
        SAVEPER="TIME STEP",
    ),
    "tenths": mdl(
        """
        a = 1 [0.5,2,0.1]
        steps = STEP(a, 3) + PULSE(6, 1) + RAMP(a, 2, 5)
        stock = INTEG(steps-stock/a, 0)
        """,
        TIME_STEP="0.1",
        FINAL_TIME="9.95",
    ),
    "beyond numbers": mdl("""
        a = 0.5 [0.5,2,0.25]
        Growing = INTEG(Growing*Growing, 1+a)
        Falling = INTEG(-a, 1)
        root = SQRT(Falling)
        logarithm = LN(Falling)
        angle = ARCSIN(Falling)
        undefined = Growing*(Falling-Falling)
        huge = EXP(Growing) - EXP(Growing)
        wave = SIN(Growing)
        least = MIN(root, Falling) + MAX(1, root)
        chosen = IF THEN ELSE(root > 0, 1, IF THEN ELSE(root <> root, 2, 3))
    """),
    "quietly beyond numbers": mdl("""
        a = 0.5 [0.5,2,0.25]
        Growing = INTEG(Growing*Growing, 1+a)
        difference = Growing-2*Growing
        least = MIN(difference, a)
        least again = MIN(a, difference)
        most = MAX(difference+0, a*a)
        most again = MAX(1, difference)
        chosen = IF THEN ELSE(difference > a :OR: difference = difference, 1, 2)
        odd = IF THEN ELSE(difference, 1, 2) + IF THEN ELSE(:NOT: difference, 10, 20)
        table = WITH LOOKUP(difference, ((0,1),(1,2))) + WITH LOOKUP(-Growing, ((0,1),(1,2)))
    """),
    "chaos": mdl(
        """
        r = 20 [18,22,0.1]
        start = 0.3 [0.1,0.9,0.01]
        x = INTEG(r*x*EXP(-x)-x, start)
        """,
        TIME_STEP="1",
        SAVEPER="1",
        FINAL_TIME="120",
    ),
    "names": mdl(
        """
        "R&D, (share) of all" = 0.3 [0.1,0.9,0.1]
        Größe der Füße = 2 [1,3,0.5]
        it's 1 $ = 3 [1,5,0.5]
        "2nd half" = 2 [1,3,0.5]
        "100% of a+b" = 5 [1,5,0.5]
        "3" = "2ND half" + "100% of A+B"
        for = 1 [1,3,0.5]
        s0 = 2 [1,3,0.5]
        p0 = s0*for + "r&d, (share) OF all"
        v0 = INTEG(p0-GRÖSSE/2, größe_der_füße)
        größe = it's_1_$ / 3
        lambda = v0 * p0
    """.replace("GRÖSSE", "größe")
    ),
    "one literal": mdl("""
        a = 1 [0,2,0.5]
        fixed = 2*3-1/4
        ratio = a*(1/3)+2^0.5
        literal truth = IF THEN ELSE(1 < 2 :AND: :NOT: 0, MIN(1, 2), 3)
    """),
}

# Where PySD raises (its stocks are Python's floats), ours give what IEEE says, alike in all three.
IEEE = mdl("""
    a = 0.5 [0.5,2,0.25]
    Falling = INTEG(-a, 1)
    zero = a-a
    one over zero = a/Falling + 1/(Falling-Falling)
    zero over zero = (Falling-Falling)/zero
    literally = 1/(2-2) - a
    powers = Falling^a + (Falling-Falling)^Falling
    kept = 1^(one over zero) + (a/a)^zero over zero + (-1*a/a)^(1/zero)
    large = (10^200*a)^2
    chosen = IF THEN ELSE(a > 0, 1, 2)/zero
""")
