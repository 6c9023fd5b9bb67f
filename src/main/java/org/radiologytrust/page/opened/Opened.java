package org.radiologytrust.page.opened;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.radiologytrust.journal.reviews.Reviews.History;
import org.radiologytrust.journal.reviews.Reviews.Version;
import org.radiologytrust.model.AddendumChange;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.AuditOutcome;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.OtherPatient;
import org.radiologytrust.model.OtherPatient.Confirmation;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.UnfinishedCheck;
import org.radiologytrust.model.Verdict;
import org.radiologytrust.page.door.Times;
import org.radiologytrust.page.flag.Flags;
import org.radiologytrust.review.Decided;
import org.radiologytrust.review.Decision;
import org.radiologytrust.review.PatientWords;
import org.radiologytrust.review.Recommendation;
import org.radiologytrust.review.ShownFlags;

/**
 * A report as a person opened it.
 *
 * @param version the version that is shown; the current one unless it is superseded
 * @param imageWait how long a report waits for its images
 */
public record Opened(History history, Version version, Instant now, Duration imageWait) {
  public UUID id() {
    return history.id();
  }

  /** The address of this report's page. */
  public String path() {
    return "/reports/" + id();
  }

  public ReportState state() {
    return ReportState.of(version);
  }

  public Optional<Audit> audit() {
    return version.audits().stream().findFirst();
  }

  /** A withdrawal often has no text; then that of the version before it is shown. */
  public Report textOf() {
    return history.versions().stream()
        .filter(v -> v.number() <= version.number())
        .map(Version::report)
        .filter(report -> !report.text().isBlank())
        .findFirst()
        .orElse(version.report());
  }

  /** Whether a final version follows a preliminary one. */
  public boolean becameFinal() {
    return Finalized.of(history).isPresent();
  }

  /** Who wrote and signed the text that is shown. */
  public Written written() {
    return Written.of(textOf(), now);
  }

  /** The sentences of the text that is shown that its addenda change. */
  public List<AddendumChange> changes() {
    return audit()
        .filter(a -> a.report().text().equals(textOf().text()))
        .map(AddendumChange::of)
        .orElse(List.of());
  }

  public Amended amended() {
    return Amended.of(changes(), now);
  }

  public PatientBar patient() {
    return PatientBar.of(textOf(), audit());
  }

  public String title() {
    String accession = textOf().order().accessionNumber();
    return accession.isEmpty() ? "Report" : accession;
  }

  /** Whether a model compared claims with the images. */
  boolean comparedWithImages() {
    return audit().filter(Opened::comparedWithImages).isPresent();
  }

  static boolean comparedWithImages(Audit audit) {
    return audit.outcome() == AuditOutcome.AUDITED;
  }

  /** Whether there are images, and no model compared them. */
  boolean checksOnly() {
    return audit()
        .filter(a -> a.outcome() == AuditOutcome.CHECKED_ONLY && !a.instances().isEmpty())
        .isPresent();
  }

  /** Whether a model was asked, be it without a result. */
  boolean modelAsked() {
    return audit().filter(a -> !a.models().isEmpty()).isPresent();
  }

  /** When the audit ended, such as {@code at 10:52}; empty while there is none. */
  String audited() {
    return audit().map(Audit::ended).map(at -> Times.at(at, now)).orElse("");
  }

  /** Whether somebody decided in an earlier audit of this version. */
  boolean again() {
    return version.audits().stream()
        .skip(1)
        .anyMatch(old -> !Decided.of(old, history.decisions()).decisions().isEmpty());
  }

  /** How many decisions stand that the engine carried on. */
  long carried() {
    return audit()
        .map(a -> ShownFlags.of(a, history.decisions()))
        .map(shown -> shown.all().stream().flatMap(flag -> shown.standing(flag).stream()))
        .map(all -> all.filter(Decision::carried).count())
        .orElse(0L);
  }

  /** What another audit waits for, in a sentence; empty if none will follow. */
  String soFar() {
    if (audit().isEmpty()) {
      return "";
    }
    return switch (version.expecting()) {
      case NOTHING -> "";
      case RUN -> "The audit with images or a model has not ended.";
      case IMAGES -> "Images are still expected.";
    };
  }

  /** What the audit rests on that another one will follow. */
  String soFarOn() {
    return comparedWithImages()
        ? "Not all of the images were compared."
        : "Only the text was checked.";
  }

  /** Whether images have come since the earlier audit. */
  boolean withImages() {
    return audit().filter(a -> !a.instances().isEmpty()).isPresent()
        && version.audits().stream().skip(1).allMatch(old -> old.instances().isEmpty());
  }

  /** The parts of the report's own text that were not read, so that there is no score. */
  List<String> unread() {
    return audit().map(Audit::notAudited).orElse(List.of()).stream()
        .filter(NotAudited::reportText)
        .map(NotAudited::what)
        .toList();
  }

  /** The checks that did not finish, each with the reason, so that there is no score. */
  List<String> unfinished() {
    return UnfinishedCheck.told(audit().map(Audit::unfinished).orElse(List.of()));
  }

  /** Whether claims are uncertain only because no answer of a model about them is trusted yet. */
  boolean modelNotTrusted() {
    return audit().map(Audit::verdicts).orElse(List.of()).stream()
        .anyMatch(verdict -> verdict.basis() == Verdict.Basis.UNTRUSTED_MODEL);
  }

  /** Whether nobody has confirmed yet that images of another patient are this one's. */
  public boolean imagesRefused() {
    return audit().filter(Audit::imagesRefused).isPresent() && state() == ReportState.FLAGS;
  }

  /** That the images are of another patient, in one sentence. */
  String otherPatient() {
    return audit().map(PatientWords::headline).orElse("");
  }

  /** By whom it was confirmed that the images are of the report's patient; empty if nobody must. */
  public List<Confirmation> confirmed() {
    return audit().flatMap(Audit::otherPatient).map(OtherPatient::confirmed).orElse(List.of());
  }

  /** Such as {@code ann at 14:02 and otto, operator, at 14:10}. */
  public String confirmedBy() {
    return confirmed().stream()
        .map(c -> c.user() + (c.operator() ? ", operator, " : " ") + Times.at(c.at(), now))
        .collect(Collectors.joining(" and "));
  }

  /** What differs in spite of the confirmation, such as {@code name and birth date differ}. */
  String differing() {
    return audit().flatMap(Audit::otherPatient).map(PatientWords::differing).orElse("");
  }

  /** The decision that took the confirmation back on which this audit rests. */
  public Optional<Decision> takenBack() {
    return audit()
        .flatMap(Audit::otherPatient)
        .flatMap(other -> takenBack(other, history.decisions()));
  }

  /**
   * The decision that took a confirmation back.
   *
   * @param decisions about all audits of the report
   */
  public static Optional<Decision> takenBack(OtherPatient other, List<Decision> decisions) {
    return decisions.stream().filter(d -> other.restsOn(d.undoes())).findFirst();
  }

  /**
   * Whether the images are being decided about anew, because it was confirmed that they are of the
   * report's patient, or because that was taken back.
   */
  boolean decidedAnew() {
    return takenBack().isPresent()
        || imagesRefused()
            && Decided.of(audit().orElseThrow(), history.decisions()).samePatient().confirmed();
  }

  /**
   * Why there is no audit, in words. The reason of a version without one is for the operator: it
   * may name a server.
   */
  String why() {
    return audit()
        .map(Audit::failure)
        .orElse("The audit could not be completed for a technical reason.");
  }

  /** What the audit recommends to do with the report. */
  public Optional<Recommendation> recommendation() {
    return audit().flatMap(Recommendation::shown);
  }

  /** Whether it recommends anything. */
  boolean recommends() {
    return recommendation().filter(r -> r.kind() != Recommendation.Kind.NONE).isPresent();
  }

  public String assessed() {
    return audit()
        .map(Flags::assessed)
        .orElse(state() == ReportState.TRIAL ? "not shown, in a trial" : "not audited yet");
  }

  /** When the audit goes on without images, such as {@code at 10:52}. */
  String latest() {
    return Times.at(version.received().plus(imageWait), now);
  }

  /** Such as {@code at 10:52}, or {@code on 1 Apr 2026 10:52} for another day. */
  String received() {
    return Times.at(version.received(), now);
  }

  /** The first digits of the audit's id: enough to name it to the operator. */
  public String run() {
    return audit().map(a -> a.runId().toString().substring(0, 8)).orElse("none");
  }

  /** The decisions of all audits before a withdrawal that stand. */
  List<Decision> stood() {
    return history.versions().stream()
        .flatMap(v -> v.audits().stream().limit(1))
        .map(a -> Decided.of(a, history.decisions()))
        .flatMap(d -> d.all().stream().flatMap(p -> d.ofPerson(p.key()).stream()))
        .toList();
  }
}
