package org.radiologytrust.check;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.arithmetic.ArithmeticChecks;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.check.base.CheckInput;
import org.radiologytrust.check.completeness.CompletenessChecks;
import org.radiologytrust.check.earlier.EarlierChecks;
import org.radiologytrust.check.exam.ExamChecks;
import org.radiologytrust.check.form.FormChecks;
import org.radiologytrust.check.patient.PatientChecks;
import org.radiologytrust.check.rule.LoadedTable;
import org.radiologytrust.check.rule.SiteRules;
import org.radiologytrust.check.tables.CategoryReader;
import org.radiologytrust.check.tables.TableChecks;
import org.radiologytrust.check.within.WithinChecks;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Addendum;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.CheckStrength;
import org.radiologytrust.model.ChecksMade;
import org.radiologytrust.model.NeverHere;
import org.radiologytrust.model.StrengthRow;
import org.radiologytrust.model.UnfinishedCheck;
import org.radiologytrust.model.UnfinishedCheck.Reason;
import org.radiologytrust.text.mentions.Budget;
import org.radiologytrust.text.mentions.CommunicationReader;
import org.radiologytrust.text.mentions.ReportReader;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.Sides;
import org.radiologytrust.text.sections.Segmenter;
import org.radiologytrust.text.words.Trace;

/**
 * Runs all deterministic checks on a segmented case. They need no model and no pixels. A check
 * reports nothing if a value that it compares is missing.
 */
public final class Checks {
  /** All but the site's rules, which may change while it runs. */
  private final List<Check> fixed;

  private final SiteFiles words;
  private final ReportReader reader;
  private final EarlierReadings earlier;
  private final ReportLanguage language;
  private final WithinChecks within;
  private final CommunicationReader communications;
  private final Set<String> without;
  private final InForce own;
  private final Supplier<InForce> inForce;
  private final WeightTable weights;
  private final String data;
  private final Duration time;
  private final Supplier<LocalDate> today;
  private final LongSupplier clock;
  private final BiConsumer<String, Throwable> failed;

  /**
   * All checks.
   *
   * @throws IllegalArgumentException if a file is not valid; the message names it
   */
  public Checks(SiteFiles files) {
    this(files, CheckSettings.ALL_ON);
  }

  /**
   * Loads the word lists and the strengths.
   *
   * @throws IllegalArgumentException if a file is not valid, or if a check that must not be
   *     silenced fails with the words of a site; the message names the file
   */
  public Checks(SiteFiles files, CheckSettings settings) {
    this(files, settings, List.of(), Budget::processorTime, (check, failure) -> {});
  }

  /**
   * The same with checks of others, for a product that tells its operator of faults.
   *
   * @param more checks that run after ours
   * @param clock nanoseconds that the checks take, for {@link CheckSettings#time}
   * @param failed is told the id of a check that failed, and how; the exception's text may quote
   *     the report
   * @throws IllegalArgumentException also if two checks have the same id
   */
  public Checks(
      SiteFiles files,
      CheckSettings settings,
      List<Check> more,
      LongSupplier clock,
      BiConsumer<String, Throwable> failed) {
    this.time = settings.time();
    this.today = settings.today();
    this.clock = clock;
    this.failed = failed;
    reader = new ReportReader(files);
    earlier = new EarlierReadings(Segmenter.of(files), reader);
    language = new ReportLanguage(files);
    Sides sides = new Sides(files);
    ExamChecks exam = new ExamChecks(files, sides);
    within = new WithinChecks(files, sides, exam.examinedSide());
    communications = new CommunicationReader(files);
    CategoryReader categories = new CategoryReader(files);
    List<List<Check>> ours =
        List.of(
            exam.all(),
            PatientChecks.all(files),
            within.all(),
            EarlierChecks.all(files, sides, exam.kinds(), within.readers()),
            CompletenessChecks.all(files),
            FormChecks.all(files, categories),
            TableChecks.all(files, categories, sides),
            ArithmeticChecks.all(files));
    words = files;
    fixed = Stream.concat(ours.stream().flatMap(List::stream), more.stream()).toList();
    Set<String> ids = new HashSet<>();
    fixed.forEach(
        check -> {
          if (!ids.add(check.id())) {
            throw new IllegalArgumentException("two checks have the id " + check.id());
          }
        });
    without = settings.without();
    own = inForce(StrengthTable.of(files, Set.copyOf(ids)));
    inForce = () -> own;
    Set<String> others = more.stream().map(Check::id).collect(Collectors.toSet());
    ids.removeAll(others);
    weights = new WeightTable(files, ids, others);
    data = files.ownHash(List.of("check", "rules", "text", "words", "words/tables"));
    guard(files, settings);
  }

  /** Tries the guard's cases only where words differ: else they would make each start slower. */
  private void guard(SiteFiles all, CheckSettings settings) {
    List<String> own = all.areEnglish() ? all.own(List.of("words")) : List.of();
    if (own.isEmpty()) {
      return;
    }
    Optional<String> fault = WordGuard.fault(Segmenter.of(all), this::flags);
    if (fault.isEmpty()) {
      return;
    }
    for (String file : own.size() == 1 ? List.<String>of() : own) {
      try {
        new Checks(all.alone(file), settings);
      } catch (WordGuard.Refused e) {
        throw e;
      } catch (IllegalArgumentException e) {
        // it needs another file of the site
      }
    }
    throw new WordGuard.Refused(own, fault.get());
  }

  /** Whether a check flags something in a segmented case, whatever its strength is. */
  private boolean flags(String id, Audit c) {
    ReportReading reading = read(c, Budget.endless(), Trace.NONE);
    List<OrderedPart> parts = OrderedPart.of(c.report(), reading);
    return !language.isAnother(reading)
        && fixed.stream()
            .filter(check -> check.id().equals(id))
            .anyMatch(check -> !results(check, c, reading, parts).isEmpty());
  }

  private Checks(Checks of, Supplier<InForce> inForce) {
    fixed = of.fixed;
    words = of.words;
    reader = of.reader;
    earlier = of.earlier;
    language = of.language;
    within = of.within;
    communications = of.communications;
    without = of.without;
    own = of.own;
    this.inForce = inForce;
    weights = of.weights;
    data = of.data;
    time = of.time;
    today = of.today;
    clock = of.clock;
    failed = of.failed;
  }

  /**
   * The same checks with the table of strengths and the rules that are in force while they run.
   *
   * @param text of a {@link org.radiologytrust.check.rule.LoadedTable}, asked for at the begin of
   *     each report; empty for the site's files. What it throws, {@link #run} throws
   */
  public Checks withTable(Supplier<Optional<String>> text) {
    AtomicReference<Optional<ReadTable>> last = new AtomicReference<>(Optional.empty());
    return new Checks(
        this,
        () -> {
          Optional<String> now = text.get();
          if (now.isEmpty()) {
            return own;
          }
          Optional<ReadTable> known = last.get().filter(table -> table.text.equals(now.get()));
          if (known.isEmpty()) {
            known = now.map(one -> new ReadTable(one, inForce(own.strengths.loaded(one))));
            last.set(known);
          }
          return known.orElseThrow().table;
        });
  }

  private record ReadTable(String text, InForce table) {}

  /** What a person has loaded, and all checks with it. */
  private record InForce(
      StrengthTable strengths,
      SiteRules rules,
      Exceptions exceptions,
      List<Check> checks,
      SortedMap<String, String> refused) {}

  private InForce inForce(StrengthTable table) {
    SiteRules rules =
        new SiteRules(words, table.loaded().rules(), c -> read(c, Budget.endless(), Trace.NONE));
    SortedMap<String, String> refused = new TreeMap<>(rules.refused());
    Exceptions exceptions = Exceptions.none();
    try {
      exceptions = Exceptions.of(words, table.loaded().exceptions(), today);
    } catch (IllegalArgumentException e) {
      refused.put(LoadedTable.EXCEPTIONS, String.valueOf(e.getMessage()));
    }
    return new InForce(
        table,
        rules,
        exceptions,
        Stream.concat(fixed.stream(), rules.rules().stream()).toList(),
        refused);
  }

  /**
   * Reads what a person wants to load.
   *
   * @param text of a {@link org.radiologytrust.check.rule.LoadedTable}
   * @throws IllegalArgumentException if the table is not valid, or a rule or an exception would be
   *     refused; the message names file and line
   */
  public StrengthTable read(String text) {
    StrengthTable table = own.strengths.read(text);
    InForce wanted = inForce(table);
    if (!wanted.refused.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", wanted.refused.values()));
    }
    List<String> ids = ids(wanted);
    wanted.exceptions.all().stream()
        .map(NeverHere::check)
        .filter(check -> !ids.contains(check))
        .findFirst()
        .ifPresent(
            check -> {
              throw new IllegalArgumentException(
                  LoadedTable.EXCEPTIONS + ": there is no check " + check);
            });
    return table;
  }

  /** The table of strengths as it is now. */
  public StrengthTable strengths() {
    return inForce.get().strengths;
  }

  /**
   * Hashes of what the checks know, in hexadecimal, as the audits have them.
   *
   * @param data of the site's own word lists and tables
   * @param strengths of the table of strengths
   */
  public record Hashes(String data, String strengths) {}

  /** The hashes as they are now. */
  public Hashes hashes() {
    return new Hashes(data, strengths().sha256());
  }

  /** The exceptions of the site, in the order of their file; those that have ended, too. */
  public List<NeverHere> exceptions() {
    return inForce.get().exceptions.all();
  }

  /**
   * Why rules of the site do not run, by their ids, and why its exceptions do not hold, by their
   * file: file, line, and what is wrong.
   */
  public SortedMap<String, String> refused() {
    return inForce.get().refused;
  }

  /** The ids of all checks, in the order in which they run. */
  public List<String> ids() {
    return ids(inForce.get());
  }

  private static List<String> ids(InForce table) {
    return table.checks.stream().map(Check::id).toList();
  }

  /** All checks, in the order in which they run. */
  public List<Check> all() {
    return inForce.get().checks;
  }

  /**
   * Returns the audit with the results, grouped by check, the checks that finished and those that
   * did not, hashes of their data and their strengths, and a note on those that could not be made.
   * A check that fails ends alone. When the time is over, the checks that have not run are not
   * finished.
   */
  public Audit check(Audit c) {
    return with(c, run(c));
  }

  /** The audit with what {@link #run} found in it. */
  public Audit with(Audit c, Checked checked) {
    return c.toBuilder()
        .checks(checked.results())
        .unfinished(checked.unfinished())
        .strengths(checked.strengths())
        .made(
            new ChecksMade(
                data, checked.finished(), checked.told(), checked.quiet(), checked.off()))
        .addNote(MissingInput.note(checked.missing()))
        .build();
  }

  /** The same without an audit around it. */
  public Checked run(Audit c) {
    // before the try: without them nothing is known about a flag, so the caller has to try again
    InForce table = inForce.get();
    Budget budget = Budget.of(time, clock);
    try {
      ReportReading reading = read(c, budget, Trace.NONE);
      boolean another = language.isAnother(reading);
      Checked checked = new Run(c, reading, table).done();
      return another ? unread(c, Reason.LANGUAGE, table).with(checked.results()) : checked;
    } catch (Budget.Spent e) {
      return unread(c, Reason.TIME, table);
    } catch (RuntimeException | StackOverflowError e) {
      failed.accept("reading", e);
      return unread(c, Reason.ERROR, table);
    }
  }

  /**
   * Runs all checks, and says what each of them read, and why it flags nothing.
   *
   * @throws Budget.Spent if the report cannot be read in time
   */
  public List<ExplainedCheck> explain(Audit c) {
    CheckTrace trace = new CheckTrace();
    InForce table = inForce.get();
    Run run = new Run(c, read(c, Budget.of(time, clock), trace), table);
    for (Check check : table.checks) {
      trace.begin();
      int before = run.results.size();
      run.run(check);
      List<CheckResult> made = run.results.subList(before, run.results.size());
      trace.end(check.id(), (int) made.stream().filter(r -> !r.neverHere()).count());
    }
    return trace.checks();
  }

  private ReportReading read(Audit c, Budget budget, Trace trace) {
    return reader.read(c, budget, trace).after(earlier.of(c, budget));
  }

  /** No check finishes of a report that cannot be read, or not in time, or not in its language. */
  private Checked unread(Audit c, Reason why, InForce table) {
    SiteStrengths set = new SiteStrengths(c, table);
    List<UnfinishedCheck> unfinished =
        ids(table).stream()
            .filter(id -> set.of(id) != CheckStrength.OFF)
            .map(id -> new UnfinishedCheck(id, why))
            .toList();
    return new Checked(
        List.of(),
        unfinished,
        List.of(),
        List.of(),
        false,
        set.all(CheckStrength.QUIET),
        set.all(CheckStrength.OFF),
        table.strengths.sha256());
  }

  /** How strong each check is for one report. */
  private final class SiteStrengths {
    private final Map<String, StrengthRow> rows = new HashMap<>();
    private final List<String> ids;

    SiteStrengths(Audit c, InForce table) {
      ids = ids(table);
      String site = c.report().site();
      List<String> kinds = c.kinds();
      ids.forEach(id -> table.strengths.row(id, site, kinds).ifPresent(row -> rows.put(id, row)));
    }

    CheckStrength of(String check) {
      StrengthRow row = rows.get(check);
      return without.contains(check)
          ? CheckStrength.OFF
          : row == null ? CheckStrength.TELL : row.strength();
    }

    String why(String check) {
      return rows.get(check).why();
    }

    List<String> all(CheckStrength strength) {
      return ids.stream().filter(id -> of(id) == strength).toList();
    }
  }

  /** All checks of one report. */
  private final class Run {
    private final Audit c;
    private final ReportReading reading;
    private final InForce table;
    private final SiteStrengths set;
    private final Predicate<CheckResult> crossesAddendum;
    private final List<OrderedPart> ordered;
    private final ResultNames names;
    private final FlagLists lists = new FlagLists();
    private @Nullable ReportReading again;
    private final List<CheckResult> results = new ArrayList<>();
    private final List<UnfinishedCheck> unfinished = new ArrayList<>();
    private final List<MissingInput> missing = new ArrayList<>();
    private final List<String> finished = new ArrayList<>();

    Run(Audit c, ReportReading reading, InForce table) {
      this.c = c;
      this.reading = reading;
      this.table = table;
      set = new SiteStrengths(c, table);
      crossesAddendum = within.crossesAddendum(c.report(), reading);
      ordered = OrderedPart.of(c.report(), reading);
      names = ResultNames.of(c.report());
    }

    Checked done() {
      table.checks.forEach(this::run);
      boolean told = communications.anyIn(reading);
      return new Checked(
          results,
          unfinished,
          missing,
          finished,
          told,
          set.all(CheckStrength.QUIET),
          set.all(CheckStrength.OFF),
          table.strengths.sha256());
    }

    void run(Check check) {
      MissingInput lacks = MissingInput.of(check, c).orElse(null);
      if (set.of(check.id()) == CheckStrength.OFF) {
        reading.trace().silent("it is switched off");
      } else if (lacks != null) {
        if (lacks.expected()) {
          missing.add(lacks);
        }
        reading.trace().silent("the case has no " + lacks.words());
      } else {
        make(check);
      }
    }

    private void unfinished(Check check, Reason why) {
      unfinished.add(new UnfinishedCheck(check.id(), why));
      reading.trace().silent("it did not finish: " + why.words());
    }

    private void make(Check check) {
      try {
        List<CheckResult> found = found(check);
        String inputs = found.isEmpty() ? "" : CheckInput.hash(check.reads(), c);
        List<CheckResult> made =
            found.stream().limit(Check.MAX_RESULTS).map(r -> made(r).reading(inputs)).toList();
        List<CheckResult> first = made.stream().filter(r -> !within.repeats(r, results)).toList();
        if (first.isEmpty() && !made.isEmpty()) {
          reading.trace().silent("another check has flagged what it found");
        }
        results.addAll(first.isEmpty() ? first : named(check, first));
        if (reading.budget().takeCut() || found.size() > Check.MAX_RESULTS) {
          unfinished(check, Reason.LENGTH);
        } else {
          finished.add(check.id());
        }
      } catch (Budget.Spent e) {
        unfinished(check, Reason.TIME);
      } catch (RuntimeException | StackOverflowError e) {
        failed.accept(check.id(), e);
        unfinished(check, Reason.ERROR);
      }
    }

    /** The results with the lists that made them; without, where the second reading fails. */
    private List<CheckResult> named(Check check, List<CheckResult> made) {
      try {
        if (again == null) {
          again = read(c, Budget.of(time, clock), lists);
          lists.read();
        }
        lists.begin();
        results(check, c, again, OrderedPart.of(c.report(), again));
        return made.stream().map(r -> lists.named(r, again)).toList();
      } catch (Budget.Spent | StackOverflowError e) {
        return made;
      }
    }

    /** A result as the site wants it. What a check says more softly itself stays so. */
    private CheckResult made(CheckResult found) {
      CheckResult result = weights.weighed(found);
      Optional<NeverHere> exception = table.exceptions.silencing(result, c);
      if (exception.isPresent()) {
        reading.trace().silent(exception.get().told());
        return result.silenced(exception.get().told());
      }
      return switch (set.of(result.check())) {
        case ASK -> result.tells() ? result.asking(set.why(result.check())) : result;
        case QUIET -> result.asQuiet();
        case TELL, OFF -> result;
      };
    }

    private List<CheckResult> found(Check check) {
      reading.budget().takeCut();
      boolean comparesAddenda = set.of(Addendum.CHECK) != CheckStrength.OFF;
      List<CheckResult> all = results(check, c, reading, ordered);
      if (all.stream().anyMatch(names::hold)) {
        all = withoutNames(check);
        if (all.isEmpty()) {
          return reading.silent("what it found is the name of a result (OBX-3)");
        }
      }
      List<CheckResult> found =
          all.stream().filter(r -> !comparesAddenda || !crossesAddendum.test(r)).toList();
      return found.isEmpty() && !all.isEmpty()
          ? reading.silent("what it found is left to " + Addendum.CHECK)
          : found;
    }

    /**
     * What a check finds where the names of results say nothing: one in a name may hide another.
     */
    private List<CheckResult> withoutNames(Check check) {
      Audit hidden = names.hidden(c);
      ReportReading without = read(hidden, reading.budget(), Trace.NONE);
      return results(check, hidden, without, OrderedPart.of(hidden.report(), without)).stream()
          .filter(r -> !names.hold(r))
          .map(r -> names.shown(r, c.report().text()))
          .toList();
    }
  }

  /** A check of the order compares each part of the text with the orders that it may answer. */
  private static List<CheckResult> results(
      Check check, Audit c, ReportReading reading, List<OrderedPart> parts) {
    return check.needs().stream().noneMatch(CheckInput::ofOrder)
        ? check.check(c, reading)
        : parts.stream().flatMap(part -> part.check(check, c).stream()).toList();
  }
}
