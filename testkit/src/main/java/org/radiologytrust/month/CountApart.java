package org.radiologytrust.month;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.quality.By;
import org.radiologytrust.journal.quality.FigureRow;
import org.radiologytrust.journal.quality.Footing;
import org.radiologytrust.journal.quality.Readings;
import org.radiologytrust.journal.quality.Readings.Answer;
import org.radiologytrust.journal.quality.Readings.Kind;
import org.radiologytrust.journal.quality.VerdictCounts;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Strength;
import org.radiologytrust.review.Decision;
import org.radiologytrust.review.FlagVerdict;

/**
 * Counts what happened, one event after the other, without the journal: the numbers that the
 * quality page must show. Nothing of the journal's own counting is used.
 */
final class CountApart {
  /** Shown for nothing. */
  private static final String NONE = "";

  /** What is drawn each week. */
  static final List<Kind> KINDS = List.of(Kind.REPORT, Kind.ASK, Kind.QUIET);

  private final List<Happened> happened;
  private final Map<Integer, Story> stories = new LinkedHashMap<>();

  CountApart(List<Happened> happened) {
    this.happened = List.copyOf(happened);
    for (Happened one : happened) {
      if (one instanceof Happened.Received received) {
        stories
            .computeIfAbsent(received.number(), n -> new Story(received))
            .versions
            .add(received.version());
      } else if (one instanceof Happened.Audited audited) {
        stories.get(audited.number()).audits.add(audited);
      } else if (one instanceof Happened.Decided decided) {
        stories.get(decided.number()).decisions.add(decided);
      }
    }
  }

  /** What happened to one report. */
  private static final class Story {
    private final Instant received;
    private final List<Report> versions = new ArrayList<>();
    private final List<Happened.Audited> audits = new ArrayList<>();
    private final List<Happened.Decided> decisions = new ArrayList<>();

    private Story(Happened.Received first) {
      received = first.at();
    }

    private Report now() {
      return versions.get(versions.size() - 1);
    }

    private String month() {
      return YearMonth.from(received.atZone(ZoneOffset.UTC)).toString().replace("-", "");
    }

    private String group(By by) {
      return switch (by) {
        case EXAM -> now().order().modality();
        case SITE -> now().site();
        case MONTH -> month();
        case AUTHOR -> now().radiologist();
        case CHECK, ALL -> NONE;
      };
    }

    /** Which of the audits is the last in which checks ran; -1 for none. */
    private int last() {
      for (int i = audits.size() - 1; i >= 0; i--) {
        if (!audits.get(i).failed() && !audits.get(i).version().status().withdrawn()) {
          return i;
        }
      }
      return -1;
    }

    /** What people said of a flag that nobody took back; a later one wins. */
    private Optional<Happened.Decided> said(UUID run, String key) {
      return unrevoked(run, key).reduce((first, second) -> second);
    }

    private Stream<Happened.Decided> unrevoked(UUID run, String key) {
      Set<UUID> revoked =
          decisions.stream()
              .map(d -> d.undoes())
              .filter(u -> u != null)
              .collect(Collectors.toSet());
      return decisions.stream()
          .filter(d -> d.run().equals(run) && d.key().equals(key))
          .filter(d -> d.undoes() == null && !revoked.contains(d.id()));
    }

    /** The flags that count. */
    private List<Counted> counted() {
      int last = last();
      List<Counted> counted = new ArrayList<>();
      // of a report that was withdrawn, nobody knows what would have become
      String now =
          audits.stream().skip(last + 1).anyMatch(a -> !a.failed()) ? "unclear" : "to-correct";
      // what was said of a flag, while each next audit has the same flag
      Map<String, Said> kept = new HashMap<>();
      for (int i = 0; i <= last; i++) {
        Happened.Audited audit = audits.get(i);
        if (audit.failed() || audit.version().status().withdrawn()) {
          continue;
        }
        Map<String, Said> next = new HashMap<>();
        for (Happened.Flag flag : audit.flags()) {
          Said said =
              said(audit.run(), flag.key())
                  .map(d -> new Said(d, audit, delay(audit, d)))
                  .orElse(kept.remove(flag.same()));
          if (i == last) {
            counted.add(new Counted(flag, said, said == null ? NONE : fate(said, now)));
          } else if (said != null) {
            boolean holds =
                said.decision.kind() != Decision.Kind.DISMISS
                    || !audit.version().status().preliminary()
                    || nextVersion(i).status().preliminary();
            if (holds) {
              next.put(flag.same(), said.of(flag, audit));
            } else {
              counted.add(new Counted(flag, said, fate(said, "to-correct")));
            }
          }
        }
        // these were said of flags that this audit no longer has
        kept.values().forEach(s -> counted.add(new Counted(s.flag, s, fate(s, gone(s, audit)))));
        kept = next;
      }
      return counted;
    }

    private Report nextVersion(int audit) {
      for (int i = audit + 1; i < audits.size(); i++) {
        if (!audits.get(i).failed()) {
          return audits.get(i).version();
        }
      }
      return audits.get(audit).version();
    }

    /**
     * Corrected, if the check finished on the next version, flags none of these words there, and
     * one of the sentences is gone; of words that were missing, if there are words more. Whoever
     * deletes a critical finding corrects nothing, unless somebody was told.
     */
    private static String gone(Said said, Happened.Audited audit) {
      String before = Flags.plain(said.audit.version().text());
      String now = Flags.plain(audit.version().text());
      boolean again =
          audit.flags().stream()
              .filter(f -> f.check().equals(said.flag.check()))
              .anyMatch(f -> !Collections.disjoint(f.words(), said.flag.words()));
      boolean changed =
          said.flag.sentences().stream().anyMatch(sentence -> !now.contains(sentence))
              || said.flag.lacks() && !before.contains(now);
      boolean told = now.matches(".*\\b(told|called|discussed|informed|notified)\\b.*");
      boolean deleted =
          switch (said.flag.check()) {
            case "critical-uncommunicated" -> true;
            case "critical-left-out" ->
                said.flag.sentences().stream().anyMatch(sentence -> !now.contains(sentence));
            default -> false;
          };
      return changed
              && !again
              && (told || !deleted)
              && !audit.unfinished().contains(said.flag.check())
          ? "corrected"
          : "unclear";
    }

    private static String fate(Said said, String agreed) {
      return switch (said.decision.kind()) {
        case LEFT -> "left";
        case DISMISS -> NONE;
        default -> agreed;
      };
    }

    private Duration delay(Happened.Audited audit, Happened.Decided decided) {
      Instant first = unrevoked(decided.run(), decided.key()).findFirst().orElseThrow().at();
      return Duration.between(audit.at(), first);
    }
  }

  /**
   * What a person said of a flag.
   *
   * @param audit the last one that has the flag
   */
  private record Said(
      Happened.Decided decision,
      Happened.Audited audit,
      Duration delay,
      Happened.@Nullable Flag flag) {
    Said(Happened.Decided decision, Happened.Audited audit, Duration delay) {
      this(decision, audit, delay, null);
    }

    /** The same flag in a later audit. */
    Said of(Happened.Flag of, Happened.Audited later) {
      return new Said(decision, later, delay, of);
    }
  }

  private record Counted(Happened.Flag flag, @Nullable Said said, String fate) {}

  private record Row(int number, Story story, Counted counted) {}

  /**
   * The rows of a table.
   *
   * @param which the reports that count, by the month of their first version and by site
   */
  List<FigureRow> figures(Predicate<Group> which, By by, String check) {
    Map<String, Map<Strength, List<Row>>> groups = new TreeMap<>();
    List<Map.Entry<Integer, Story>> counting =
        stories.entrySet().stream()
            .filter(s -> s.getValue().last() >= 0 && which.test(group(s.getValue())))
            .toList();
    for (Map.Entry<Integer, Story> one : counting) {
      if (by != By.CHECK) {
        rows(groups, one.getValue().group(by), Strength.TELL);
      }
      for (Counted counted : one.getValue().counted()) {
        if (check.isEmpty() || counted.flag.check().equals(check)) {
          String group = by == By.CHECK ? counted.flag.check() : one.getValue().group(by);
          rows(groups, group, counted.flag.strength())
              .add(new Row(one.getKey(), one.getValue(), counted));
        }
      }
    }
    List<FigureRow> all = new ArrayList<>();
    groups.forEach(
        (group, strengths) ->
            strengths.forEach(
                (strength, rows) -> {
                  String of = by == By.CHECK ? group : check;
                  long reports =
                      counting.stream()
                          .map(Map.Entry::getValue)
                          .filter(s -> by == By.CHECK || s.group(by).equals(group))
                          .filter(s -> !s.audits.get(s.last()).unfinished().contains(of))
                          .count();
                  all.add(row(group, strength, (int) reports, rows));
                }));
    return all;
  }

  /** By what reports are chosen. */
  record Group(String month, String site, String modality) {}

  private static Group group(Story story) {
    return new Group(story.month(), story.group(By.SITE), story.group(By.EXAM));
  }

  private static List<Row> rows(
      Map<String, Map<Strength, List<Row>>> groups, String group, Strength strength) {
    return groups
        .computeIfAbsent(group, g -> new TreeMap<>())
        .computeIfAbsent(strength, s -> new ArrayList<>());
  }

  private static FigureRow row(String group, Strength strength, int reports, List<Row> rows) {
    List<Duration> delays =
        rows.stream()
            .filter(r -> r.counted.said != null)
            .map(r -> r.counted.said.delay)
            .sorted()
            .toList();
    return new FigureRow(
        group,
        strength,
        reports,
        rows.size(),
        (int) rows.stream().map(Row::number).distinct().count(),
        new FigureRow.Judged(
            judged(rows, FlagVerdict.RIGHT),
            judged(rows, FlagVerdict.WRONG),
            judged(rows, FlagVerdict.NOT_IMPORTANT)),
        new FigureRow.Agreed(
            fates(rows, "corrected"::equals),
            fates(rows, "left"::equals),
            fates(rows, "unclear"::equals),
            fates(rows, fate -> !fate.isEmpty())),
        new FigureRow.Delay(most(delays, 5), most(delays, 9)));
  }

  private static int judged(List<Row> rows, FlagVerdict verdict) {
    return (int)
        rows.stream()
            .filter(r -> r.counted.said != null)
            .filter(r -> r.counted.said.decision.verdict() == verdict)
            .count();
  }

  private static int fates(List<Row> rows, Predicate<String> which) {
    return (int) rows.stream().filter(r -> which.test(r.counted.fate)).count();
  }

  /** The shortest time within which so many of ten were decided. */
  private static @Nullable Duration most(List<Duration> sorted, int ofTen) {
    for (int i = 0; i < sorted.size(); i++) {
      if ((i + 1) * 10 >= ofTen * sorted.size()) {
        return sorted.get(i);
      }
    }
    return null;
  }

  /** What people said about flags, by check, strength and footing. */
  List<VerdictCounts> verdicts() {
    Map<String, List<String[]>> said = new TreeMap<>();
    for (Story story : stories.values()) {
      if (story.last() < 0) {
        continue;
      }
      for (Counted counted : story.counted()) {
        if (counted.said != null) {
          said.computeIfAbsent(
                  key(counted.flag.check(), counted.flag.strength(), Footing.CHOSEN),
                  k -> new ArrayList<>())
              .add(
                  new String[] {
                    counted.said.decision.verdict().code(), counted.said.decision.user()
                  });
        }
      }
    }
    for (Happened.Answered first : firstAnswers()) {
      if (first.kind() != Kind.REPORT) {
        Happened.Flag flag = flag(first);
        said.computeIfAbsent(
                key(flag.check(), flag.strength(), Footing.SAMPLED), k -> new ArrayList<>())
            .add(new String[] {first.answer().code(), first.user()});
      }
    }
    return said.entrySet().stream().map(e -> counts(e.getKey(), e.getValue())).toList();
  }

  private static String key(String check, Strength strength, Footing footing) {
    return check + " " + strength.ordinal() + " " + footing.ordinal();
  }

  private static VerdictCounts counts(String key, List<String[]> said) {
    String[] parts = key.split(" ");
    return new VerdictCounts(
        parts[0],
        Strength.values()[Integer.parseInt(parts[1])],
        Footing.values()[Integer.parseInt(parts[2])],
        count(said, "right"),
        count(said, "wrong"),
        count(said, "not-important"),
        (int) said.stream().map(s -> s[1]).distinct().count());
  }

  private static int count(List<String[]> said, String verdict) {
    return (int) said.stream().filter(s -> s[0].equals(verdict)).count();
  }

  private Happened.Flag flag(Happened.Answered answered) {
    return stories.get(answered.number()).audits.stream()
        .filter(a -> a.run().equals(answered.run()))
        .flatMap(a -> a.flags().stream())
        .filter(f -> f.key().equals(answered.key()))
        .findFirst()
        .orElseThrow();
  }

  /** Of each item the answer of whoever answered first and did not take it back. */
  private List<Happened.Answered> firstAnswers() {
    Map<UUID, Map<String, Happened.Answered>> standing = new LinkedHashMap<>();
    for (Happened one : happened) {
      if (one instanceof Happened.Answered answered) {
        Map<String, Happened.Answered> of =
            standing.computeIfAbsent(answered.item(), i -> new LinkedHashMap<>());
        of.remove(answered.user());
        if (answered.answer() != Answer.UNDO) {
          of.put(answered.user(), answered);
        }
      }
    }
    return standing.values().stream()
        .flatMap(
            of -> of.values().stream().min(Comparator.comparing(Happened.Answered::at)).stream())
        .toList();
  }

  Readings.Missed missed() {
    List<Happened.Answered> read =
        firstAnswers().stream().filter(a -> a.kind() == Kind.REPORT).toList();
    return new Readings.Missed(
        read.size(), (int) read.stream().filter(a -> a.answer() == Answer.WRONG).count());
  }

  /** The lists that were drawn, as far as they are read, the newest first. */
  List<Readings.Progress> progress(Readings.Sizes sizes) {
    List<Readings.Progress> all = new ArrayList<>();
    for (int i = 0; i < happened.size(); i++) {
      if (happened.get(i) instanceof Happened.Drawn drawn) {
        CountApart then = new CountApart(happened.subList(0, i));
        LocalDate monday =
            drawn.at().atZone(ZoneOffset.UTC).toLocalDate().minusWeeks(1).with(DayOfWeek.MONDAY);
        String week =
            "%d-W%02d"
                .formatted(
                    monday.get(IsoFields.WEEK_BASED_YEAR),
                    monday.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
        for (Kind kind : KINDS) {
          int population = then.population(monday, kind).size();
          int size =
              kind == Kind.REPORT
                  ? sizes.reports()
                  : kind == Kind.ASK ? sizes.asked() : sizes.quiet();
          long read =
              firstAnswers().stream()
                  .filter(a -> a.list().equals(week) && a.kind() == kind)
                  .count();
          all.add(
              new Readings.Progress(
                  week, kind, population, Math.min(size, population), (int) read));
        }
      }
    }
    Collections.reverse(all);
    all.sort(
        Comparator.comparing(Readings.Progress::name)
            .reversed()
            .thenComparing(p -> p.kind().name().toLowerCase(Locale.ROOT)));
    return all;
  }

  /**
   * What a sample is drawn from.
   *
   * @param flag of the last audit; {@code null} for a report
   */
  record Drawable(int number, Happened.@Nullable Flag flag) {}

  /** What was there of the reports that were received in a week. */
  List<Drawable> population(LocalDate monday, Kind kind) {
    Instant from = monday.atStartOfDay(ZoneOffset.UTC).toInstant();
    Instant to = from.plus(Duration.ofDays(7));
    List<Drawable> all = new ArrayList<>();
    stories.forEach(
        (number, story) -> {
          if (story.last() < 0 || story.received.isBefore(from) || !story.received.isBefore(to)) {
            return;
          }
          if (kind == Kind.REPORT) {
            if (story.counted().stream().allMatch(c -> c.flag.strength() == Strength.QUIET)) {
              all.add(new Drawable(number, null));
            }
            return;
          }
          Strength strength = kind == Kind.ASK ? Strength.ASK : Strength.QUIET;
          for (Happened.Flag flag : story.audits.get(story.last()).flags()) {
            if (flag.strength() == strength) {
              all.add(new Drawable(number, flag));
            }
          }
        });
    return all;
  }
}
