package org.radiologytrust.lab.checks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.radiologytrust.check.CheckSettings;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.lab.synth.Split;
import org.radiologytrust.lab.synth.Synth;
import org.radiologytrust.lab.synth.SynthCase;
import org.radiologytrust.model.Coding;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;

/**
 * Invented reports of a hospital: most as they should be, some with a seeded error, and some with a
 * phrase that checks ask about. Errors that need images or an earlier report are left out.
 */
public final class SeededReports {
  /** So many reports get errors and phrases; all others are as they were written. */
  private static final int POOL = 200;

  private static final List<String> SITES = List.of("NORD", "SUED");
  private static final List<String> NAMES = List.of("Adler", "Berg", "Claus", "Eich", "Fuchs");

  private static final List<String> NEED_MORE =
      List.of("earlier-", "-images", "changed-by-addendum");

  /** What people write from habit, and what checks ask about or record quietly. */
  private static final List<String> HABITS =
      List.of(
          "overconfident",
          "followup-no-interval",
          "recommendation-no-modality",
          "severity-differs",
          "unsupported-impression",
          "finding-left-out",
          "place-findings-impression",
          "doubled-word");

  private final ProductChecks product;
  private final CleanMessages clean;
  private final Synth synth;
  private final Seeder seeder;
  private final List<Kind> kinds;
  private final Random random;
  private final long seed;

  private SeededReports(SiteFiles files, long seed) {
    StudyWords studies = StudyWords.load(files);
    this.seed = seed;
    random = new Random(seed);
    product = new ProductChecks(files, CheckSettings.ALL_ON, studies);
    clean = new CleanMessages(files, SectionNames.load(files), studies, seed);
    synth = Synth.load(files);
    kinds = Kind.load(files);
    List<Message> pool = new ArrayList<>();
    for (int i = 0; i < POOL; i++) {
      pool.add(written(i));
    }
    seeder =
        new Seeder(
            pool,
            InventedReports.messages(files, clean),
            studies,
            clean.patients(),
            Clashes.load(files),
            seed);
  }

  /**
   * A report.
   *
   * @param number from 0
   * @param report as it is sent
   * @param mended without the error or phrase; the same where there is none
   * @param error the kind of the seeded error, which is the check that must find it; empty for none
   * @param habit the kind of the phrase; empty for none
   */
  public record One(int number, Report report, Report mended, String error, String habit) {
    /** Withholds the report. */
    @Override
    public String toString() {
      return "One[" + number + "]";
    }
  }

  /**
   * The reports of some patients, each of another one. The same input gives the same reports.
   *
   * @param errors how many have an error; its kinds take turns
   * @param habits how many others have a phrase that checks ask about
   */
  public static List<One> of(SiteFiles files, int count, int errors, int habits, long seed) {
    return new SeededReports(files, seed).all(count, errors, habits);
  }

  private List<One> all(int count, int errors, int habits) {
    List<Kind> wrong = new ArrayList<>(kinds);
    wrong.removeIf(
        kind ->
            HABITS.contains(kind.id()) || NEED_MORE.stream().anyMatch(n -> kind.id().contains(n)));
    List<One> all = new ArrayList<>();
    for (Map.Entry<String, Seeder.Pair> one : pairs(wrong, errors)) {
      all.add(one(all.size(), one.getValue().error(), one.getValue().twin(), one.getKey(), ""));
    }
    List<Kind> habit = kinds.stream().filter(kind -> HABITS.contains(kind.id())).toList();
    for (Map.Entry<String, Seeder.Pair> one : pairs(habit, habits)) {
      all.add(one(all.size(), one.getValue().error(), one.getValue().twin(), "", one.getKey()));
    }
    for (int i = POOL; all.size() < count; i++) {
      Message message = written(i);
      all.add(one(all.size(), message, message, "", ""));
    }
    Collections.shuffle(all, random);
    return List.copyOf(all);
  }

  /** Errors with their kinds, which take turns. */
  private List<Map.Entry<String, Seeder.Pair>> pairs(List<Kind> of, int count) {
    List<Kind> turns = new ArrayList<>(of);
    Collections.shuffle(turns, random);
    int each = count / turns.size() + 1;
    List<Map.Entry<String, Seeder.Pair>> all = new ArrayList<>();
    Set<String> texts = new HashSet<>();
    for (Kind kind : turns) {
      int left = Math.min(each, count - all.size());
      for (Seeder.Pair pair : seeder.seed(kind, left)) {
        if (texts.add(pair.error().text().text())) {
          all.add(Map.entry(kind.id(), pair));
        }
      }
    }
    return all;
  }

  private Message written(int index) {
    SynthCase one = synth.textCase(seed, Split.HELD, index);
    String title = one.truth().modality() + " " + one.truth().bodyPart();
    return clean.of(
        new SourceReport("written-" + index, title, one.truth().modality(), one.report(), null));
  }

  private One one(int number, Message message, Message mended, String error, String habit) {
    return new One(number, sent(number, message), sent(number, mended), error, habit);
  }

  /** A report of its own patient, with its own numbers. */
  private Report sent(int number, Message message) {
    Report read = product.report(message);
    Patient patient = read.patient();
    Order order = read.order();
    String accession = "M" + number;
    return Report.of(SITES.get(number % SITES.size()), accession)
        .patient(
            new Patient(
                List.of(new Identifier("urn:oid:2.999.1", "P" + number, "MR")),
                "Family" + number,
                "Given",
                patient.birthDate(),
                patient.sex(),
                ""))
        .order(
            new Order(
                "O" + number,
                "F" + number,
                List.of(accession),
                List.of(),
                new Coding("L", "X" + number % 40, order.procedure().display()),
                order.modality(),
                order.bodyPart(),
                order.laterality()))
        .text(read.text())
        .hints(read.hints())
        .status(read.status())
        .issued(read.issued())
        .effective(read.effective())
        .radiologist("Dr. " + NAMES.get(number % NAMES.size()))
        .build();
  }
}
