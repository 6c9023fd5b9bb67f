package org.radiologytrust.page;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.Reviews;
import org.radiologytrust.journal.Reviews.History;
import org.radiologytrust.journal.Reviews.Outcome;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.ShownImage;
import org.radiologytrust.model.Texts;
import org.radiologytrust.page.Deciding.Obstacle;
import org.radiologytrust.review.Decision;
import org.radiologytrust.session.Right;

/** Stores what a person decides about a flag, and answers with the flags as they are then. */
final class DecisionPages implements PagePart {
  private static final int BAD_REQUEST = 400;

  private final Reviews reviews;
  private final Reviews.Publisher publisher;
  private final List<String> sinks;
  private final Flags flags;
  private final ReportText.Writer texts;
  private final Reasons reasons;
  private final Clock clock;

  /**
   * @param sinks names of the sinks that receive what is published
   */
  DecisionPages(
      Journal journal,
      Reviews.Publisher publisher,
      List<String> sinks,
      Flags flags,
      ReportText.Writer texts,
      Reasons reasons) {
    this.reviews = journal.reviews();
    this.clock = journal.clock();
    this.publisher = publisher;
    this.sinks = List.copyOf(sinks);
    this.flags = flags;
    this.texts = texts;
    this.reasons = reasons;
  }

  /** What the person saw and decides about. */
  private record Seen(Audit audit, FlagsColumn column, Flag flag) {}

  @Override
  public void routes(PageRouter router) {
    router.post("/reports/:id/decisions", Right.DECIDE, this::decide);
  }

  private Reply decide(PageRequest request) {
    Optional<History> history = request.id().flatMap(reviews::find);
    if (history.isEmpty()) {
      return request.notFound();
    }
    Optional<DecisionForm> form = DecisionForm.of(request::field, reasons);
    Optional<Seen> seen = form.flatMap(f -> seen(history.get(), f, words(request)));
    if (seen.isEmpty() || !possible(form.get(), seen.get(), history.get(), request.user())) {
      return Reply.status(BAD_REQUEST);
    }
    Outcome outcome =
        reviews.decide(
            history.get().id(),
            decision(form.get(), seen.get().audit(), request.user()),
            form.get().newest(),
            publisher,
            sinks);
    if (outcome == Outcome.UNKNOWN) {
      return Reply.status(BAD_REQUEST);
    }
    return request.htmx()
        ? answer(request, form.get(), outcome)
        : Reply.redirect("/reports/" + history.get().id());
  }

  private DecisionWords words(PageRequest request) {
    return new DecisionWords(request.user(), clock.instant(), reasons);
  }

  /** The audit is that which the person saw; a correction may have replaced it meanwhile. */
  private Optional<Seen> seen(History history, DecisionForm form, DecisionWords words) {
    Optional<Audit> audit =
        history.versions().stream()
            .flatMap(version -> version.audits().stream())
            .filter(a -> a.runId().equals(form.run()))
            .findFirst();
    if (audit.isEmpty()) {
      return Optional.empty();
    }
    FlagsColumn column = flags.of(history, audit.get(), words);
    return column.flags().stream()
        .filter(flag -> flag.problem().key().equals(form.problem()))
        .findFirst()
        .map(flag -> new Seen(audit.get(), column, flag));
  }

  /** A new wording differs from the report's words, and people take back only their own. */
  private static boolean possible(DecisionForm form, Seen seen, History history, String user) {
    return switch (form.kind()) {
      case REWORD -> !form.text().equals(DecisionForm.clean(seen.flag().original()));
      case UNDO ->
          history.decisions().stream()
              .filter(decision -> decision.id().equals(form.undoes()))
              .anyMatch(decision -> decision.user().equals(user));
      default -> true;
    };
  }

  /** A form that is sent again, because its answer was lost, gives the same id. */
  private static Decision decision(DecisionForm form, Audit audit, String user) {
    String id =
        Stream.of(
                form.run(),
                form.problem(),
                form.kind(),
                form.reason(),
                form.text(),
                form.newest(),
                user)
            .map(part -> Texts.sha256(String.valueOf(part)))
            .collect(Collectors.joining("|"));
    return new Decision(
        Texts.uuid5(id),
        form.run(),
        form.problem(),
        form.kind(),
        form.reason(),
        form.text(),
        user,
        Instant.EPOCH,
        audit.shown().stream().map(ShownImage::sha256).toList(),
        form.undoes());
  }

  private Reply answer(PageRequest request, DecisionForm form, Outcome outcome) {
    History history = request.id().flatMap(reviews::find).orElseThrow();
    DecisionWords words = words(request);
    Seen now = seen(history, form, words).orElseThrow();
    int number = now.flag().number();
    boolean next = outcome == Outcome.STORED && form.kind() != Decision.Kind.UNDO;
    FlagsColumn flags = now.column().with(next ? now.column().openAfter(number) : number);
    Deciding deciding =
        new Deciding(
            request.layout(""),
            flags,
            words,
            outcome == Outcome.OUTDATED ? Obstacle.OUTDATED : Obstacle.NONE,
            outcome == Outcome.DECIDED_MEANWHILE ? number : 0);
    return Reply.page(
        "page/decided.jte", new DecidedPart(deciding, texts.of(now.audit(), flags, true)));
  }
}
