"""A course on nbgrader, from the first build to the last grade. A map, in the order of a day:

build     config settings                            the course's folder, made from the exercises
student   bundle workbook start opening              what students get, and their own copies
collect   submissions zips parcels exchange          the files that there are
          roster classlist headings mismatch         whose each of them is
          choice naming drafts manuscript            which of several counts
          versions receipts leftovers                all are kept, and what was said of each
grade     grading crew lock journal                  a run, which can be stopped at any moment
          assignment handed_in arrivals selection    whom it grades
          examining outcome setback traces           one submission, from its file to what became of it:
          transplant origins candidates              its answers, put into the course's own notebook,
          additions bindings attached repairs        and what else was written, also where it should not
          program sandbox mishaps                    the notebook is run, and may do no harm
          judging judges judge meter                 the answers meet the hidden checks, outside of it
          autograded inert prose picture shelf       the notebook that a person opens
          record gradebook entries penalties         nbgrader's gradebook, and in it our own table:
          statuses rereading                         statuses, and what a person's points were for
report    ledger aftermath lateness                  what stands there now, for all of these:
          listing                                    the table of `status`
          feedback returned readers                  a page for each student
          export rostered spreadsheet footnotes      tables for others
apart     grade_file doctor intake                   one notebook; this machine; stock nbgrader
"""
