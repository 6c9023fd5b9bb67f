package org.radiologytrust.lab.checks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.CheckSettings;
import org.radiologytrust.cli.audit.MessageReaders;
import org.radiologytrust.cli.base.CommandFailure;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Report;

/** Runs the checks on clean reports and on seeded errors. */
public final class Measurement {
  private final SiteFiles files;
  private final MessageReaders readers;
  private final long seed;
  private final StudyWords studies;
  private final SectionNames names;
  private final ProductChecks product;
  private final List<Kind> kinds;

  /**
   * @param settings how the checks are switched
   * @param seed of the random numbers
   * @throws IllegalArgumentException naming the data file that is not valid
   */
  public Measurement(SiteFiles files, MessageReaders readers, CheckSettings settings, long seed) {
    this.files = files;
    this.readers = readers;
    this.seed = seed;
    this.studies = StudyWords.load(files);
    this.names = SectionNames.load(files);
    this.product = new ProductChecks(files, settings, studies);
    this.kinds = Kind.load(files);
  }

  /** Ids of the checks that can be measured. */
  public List<String> kinds() {
    return kinds.stream().map(Kind::id).toList();
  }

  /**
   * Measures.
   *
   * @param path the reports
   * @param only ids of the kinds to seed
   * @param perKind errors of each kind
   * @param paired whether each report has another one on the same examination as an earlier report
   * @param progress is told what is being done
   * @throws CommandFailure if the reports cannot be read
   */
  public CheckFigures run(
      Path path, List<String> only, int perKind, boolean paired, Consumer<String> progress)
      throws IOException {
    CleanMessages clean = new CleanMessages(files, names, studies, seed);
    List<SourceReport> sources = new ReportFiles(names, readers).read(path);
    List<CleanReport> reports = new ArrayList<>();
    List<Message> messages = new ArrayList<>();
    Map<String, Checked> unchanged = new HashMap<>();
    for (SourceReport source : sources) {
      messages.add(clean.of(source));
    }
    for (int i = 0; i < sources.size(); i++) {
      progress.accept("clean reports, " + i / 500 * 500 + " of " + sources.size());
      SourceReport source = sources.get(i);
      Message message = paired ? messages.get(i).behind(another(messages, i)) : messages.get(i);
      Checked checked =
          source.message() == null ? checked(message) : checked(source.message(), message);
      reports.add(clean(source, message.exam(), checked));
      unchanged.put(source.id(), checked);
    }
    List<Message> invented = InventedReports.messages(files, clean);
    invented.forEach(m -> unchanged.put(m.id(), checked(m)));
    Seeder seeder =
        new Seeder(messages, invented, studies, clean.patients(), Clashes.load(files), seed);
    List<SeededError> errors = new ArrayList<>();
    for (Kind kind : kinds) {
      if (only.contains(kind.id())) {
        progress.accept("errors of " + kind.id());
        for (Seeder.Pair pair : seeder.seed(kind, perKind)) {
          errors.add(error(kind.id(), pair, unchanged.get(pair.source().id())));
        }
      }
    }
    return new CheckFigures(seed, perKind, reports, only, errors);
  }

  /**
   * Invents patients of the reports, and measures the checks of earlier reports on them.
   *
   * @param path the reports
   * @param count how many patients
   * @param progress is told what is being done
   * @throws CommandFailure if the reports cannot be read
   */
  public PatientFigures patients(Path path, int count, Consumer<String> progress)
      throws IOException {
    CleanMessages clean = new CleanMessages(files, names, studies, seed);
    List<Message> messages =
        new ReportFiles(names, readers).read(path).stream().map(clean::of).toList();
    InventedPatients invented =
        new InventedPatients(messages, studies, clean.patients(), files, seed);
    List<PatientFigures.Measured> measured = new ArrayList<>();
    for (int number = 1; number <= count; number++) {
      progress.accept("patients, " + number / 100 * 100 + " of " + count);
      invented
          .of(number)
          .map(
              p ->
                  new PatientFigures.Measured(
                      p, product.checked(p.plain()), product.checked(p.seeded())))
          .ifPresent(measured::add);
    }
    return new PatientFigures(seed, count, invented.events(), measured);
  }

  /** The next report on the same examination; {@code null} if there is none. */
  private static @Nullable ReportText another(List<Message> messages, int of) {
    Exam exam = messages.get(of).exam();
    for (int k = 1; k < messages.size() && exam.known(); k++) {
      Message other = messages.get((of + k) % messages.size());
      boolean same =
          other.exam().modality().equals(exam.modality())
              && other.exam().parts().equals(exam.parts())
              && other.exam().side().equals(exam.side());
      if (same) {
        return other.text();
      }
    }
    return null;
  }

  private static CleanReport clean(SourceReport source, Exam exam, Checked checked) {
    String modality = source.modality().isEmpty() ? exam.modality() : source.modality();
    return new CleanReport(source.id(), modality, String.join(" and ", exam.parts()), checked);
  }

  private SeededError error(String kind, Seeder.Pair pair, Checked source) {
    Checked twin = checked(pair.twin());
    return new SeededError(
        kind,
        pair.wording(),
        pair.source().id(),
        pair.said(),
        checked(pair.error()),
        twin,
        twin.checksBeyond(source));
  }

  private Checked checked(Message message) {
    return checked(product.report(message), message);
  }

  private Checked checked(Report report, Message message) {
    return product.checked(report, message, message.before().stream().toList());
  }
}
