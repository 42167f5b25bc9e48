"""Small models whose loops another engine scores too: one for each kind of equation that a loop can pass."""

from tests.engine_zoo import mdl

FINE = {"SAVEPER": "TIME STEP", "TIME_STEP": "0.125"}

LOOPED = {
    "logistic": mdl(
        """
        P = INTEG(births-deaths, 2)
        births = birth rate*P
        deaths = P*P*crowding
        birth rate = 0.6 [0.1,1,0.1]
        crowding = 0.01 [0.001,0.1,0.001]
        """,
        **FINE,
    ),
    "predator and prey": mdl(
        """
        Hares = INTEG(hare births-hare deaths, 90)
        Lynx = INTEG(lynx births-lynx deaths, 12)
        hare births = 0.9*Hares
        hare deaths = meals*Lynx
        meals = 0.1*Hares/(1+Hares/300)
        lynx births = 0.05*meals*Lynx
        lynx deaths = 0.3*Lynx
        """,
        **FINE,
    ),
    "epidemic": mdl(
        """
        Well = INTEG(-infecting, 990)
        Ill = INTEG(infecting-recovering, 10)
        Immune = INTEG(recovering-forgetting, 0)
        infecting = contacts*Well*Ill/(Well+Ill+Immune)
        recovering = Ill/4
        forgetting = Immune*0
        contacts = 0.9
        """,
        **FINE,
    ),
    "stock keeping with a smooth": mdl(
        """
        Store = INTEG(arriving-selling, 100)
        Ordered = INTEG(ordering-arriving, 40)
        expected = SMOOTH(selling, 4)
        wanted = expected*5
        ordering = MAX(0, expected+(wanted-Store)/3)
        arriving = Ordered/2
        selling = demand*MIN(1, Store/60)
        demand = 20+STEP(6, 3)
        """,
        **FINE,
    ),
    "a long delay": mdl(
        """
        Level = INTEG((arrival-Level)/2, 1)
        wish = 10-Level
        arrival = DELAY3(wish, 6)
        seen = SMOOTH3(Level, 3)
        surprise = Level-seen
        """,
        **FINE,
    ),
    "switches and curves": mdl(
        """
        Heat = INTEG(warming-cooling, 12)
        Habit = INTEG((felt-Habit)/5, 0)
        felt = 1/(1+EXP(-(Heat-18)))
        warming = IF THEN ELSE(Heat > 21, 0.2, 3-2*Habit)
        cooling = (Heat-outside)/4
        outside = 5*SIN(Time/3)
        """,
        **FINE,
    ),
    "time and a pulse": mdl(
        """
        P = INTEG(filling-P/6, 3)
        filling = Q*PULSE(1, 9) + 0.1*Time*(8-P)
        Q = INTEG((P-Q)/4, 1)
        """,
        **FINE,
    ),
}
