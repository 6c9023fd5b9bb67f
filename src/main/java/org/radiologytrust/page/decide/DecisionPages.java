package org.radiologytrust.page.decide;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.reviews.Reviews;
import org.radiologytrust.journal.reviews.Reviews.History;
import org.radiologytrust.journal.reviews.Reviews.Outcome;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.ShownImage;
import org.radiologytrust.model.Texts;
import org.radiologytrust.page.door.PagePart;
import org.radiologytrust.page.door.PageRequest;
import org.radiologytrust.page.door.PageRouter;
import org.radiologytrust.page.door.Reply;
import org.radiologytrust.page.flag.DecisionWords;
import org.radiologytrust.page.flag.Flag;
import org.radiologytrust.page.flag.Flags;
import org.radiologytrust.page.flag.FlagsColumn;
import org.radiologytrust.page.flag.Reasons;
import org.radiologytrust.page.flag.ReportText;
import org.radiologytrust.page.opened.SeenReport;
import org.radiologytrust.review.Decided;
import org.radiologytrust.review.Decision;
import org.radiologytrust.runtime.Correlation;
import org.radiologytrust.session.Right;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores what a person decides about a flag, and answers with the flags as they are then. */
public final class DecisionPages implements PagePart {
  private static final Logger LOG = LoggerFactory.getLogger(DecisionPages.class);
  private static final int BAD_REQUEST = 400;
  private static final int FORBIDDEN = 403;

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
  public DecisionPages(
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

  /**
   * What the person saw and decides about.
   *
   * @param decided what stands about each reason
   * @param undone the decision that is taken back; empty for other kinds
   */
  private record Seen(
      Audit audit, FlagsColumn column, Flag flag, Decided decided, Optional<Decision> undone) {}

  @Override
  public void routes(PageRouter router) {
    // an operator decides about one thing only
    router.post("/reports/:id/decisions", Right.CONFIRM_PATIENT, this::decide);
  }

  private Reply decide(PageRequest request) {
    Optional<DecisionForm> form = DecisionForm.of(request::field, reasons);
    if (request.id().isEmpty()) {
      return request.notFound();
    }
    if (form.isEmpty()) {
      return Reply.status(BAD_REQUEST);
    }
    Key key = new Key(request, form.get());
    Reviews.Result result = reviews.decide(request.id().get(), key::choose, publisher, sinks);
    if (result.history().isEmpty()) {
      return request.notFound();
    }
    if (key.refused != 0 || result.outcome() == Outcome.UNKNOWN) {
      return Reply.status(key.refused != 0 ? key.refused : BAD_REQUEST);
    }
    History history = result.history().get();
    if (result.outcome() == Outcome.STORED && form.get().kind() == Decision.Kind.ASK_OPERATOR) {
      tellOperator(Objects.requireNonNull(key.audit));
    }
    return request.htmx()
        ? answer(request, form.get(), history, result.outcome())
        : Reply.redirect("/reports/" + history.id());
  }

  /** What a person asks for with one key, judged by the report as it is in the commit. */
  private final class Key {
    private final PageRequest request;
    private final DecisionForm form;

    /** The status of the answer if nothing is to be stored; 0 if it is possible. */
    private int refused;

    /** That the person saw; {@code null} until it is possible. */
    private @Nullable Audit audit;

    Key(PageRequest request, DecisionForm form) {
      this.request = request;
      this.form = form;
    }

    List<Reviews.Intended> choose(History history) {
      Optional<Seen> seen = seen(history, form, words(request));
      if (seen.isEmpty() || !possible(form, seen.get(), request.user())) {
        refused = BAD_REQUEST;
        return List.of();
      }
      if (!permitted(form, seen.get(), request)) {
        refused = FORBIDDEN;
        return List.of();
      }
      refused = 0;
      audit = seen.get().audit();
      return intended(form, seen.get(), request);
    }
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
    return column.all().stream()
        .filter(flag -> flag.reasons().get(0).key().equals(form.problem()))
        .filter(flag -> keys(flag).containsAll(form.also().keySet()))
        .findFirst()
        .map(
            flag ->
                new Seen(
                    audit.get(),
                    column,
                    flag,
                    Decided.of(audit.get(), history.decisions()),
                    undone(history, form)));
  }

  private static List<String> keys(Flag flag) {
    return flag.reasons().stream().map(Flag.Reason::key).toList();
  }

  private static Optional<Decision> undone(History history, DecisionForm form) {
    return history.decisions().stream()
        .filter(decision -> decision.id().equals(form.undoes()))
        .findFirst();
  }

  /**
   * A new wording differs from the report's words. People take back only their own decisions; what
   * the engine carried on, and that report and images are of the same patient, anybody takes back.
   */
  private static boolean possible(DecisionForm form, Seen seen, String user) {
    return switch (form.kind()) {
      case REWORD -> !form.text().equals(DecisionForm.clean(seen.flag().original()));
      case UNDO ->
          seen.undone()
              .filter(
                  d ->
                      d.user().equals(user)
                          || d.carried()
                          || d.kind() == Decision.Kind.SAME_PATIENT)
              .isPresent();
      default -> true;
    };
  }

  /** Who may not decide about flags may still say that report and images are of one patient. */
  private static boolean permitted(DecisionForm form, Seen seen, PageRequest request) {
    Decision.Kind kind = seen.undone().map(Decision::kind).orElse(form.kind());
    return request.may(Right.DECIDE) || kind == Decision.Kind.SAME_PATIENT;
  }

  private static void tellOperator(Audit audit) {
    try (Correlation c = Correlation.of(audit.report())) {
      LOG.warn("run {}: a reviewer asks the operator whose the images are", audit.runId());
    }
  }

  /** One decision for each reason that was shown; all have the id of the first. */
  private List<Reviews.Intended> intended(DecisionForm form, Seen seen, PageRequest request) {
    Map<String, Optional<UUID>> shown = new LinkedHashMap<>();
    shown.put(form.problem(), Optional.ofNullable(form.newest()));
    shown.putAll(form.also());
    List<Reviews.Intended> intended = new ArrayList<>();
    shown.forEach(
        (key, newest) -> {
          if (shown.size() == 1 || isAbout(form, seen, key)) {
            intended.add(
                intended(form, key, newest.orElse(null), intended.isEmpty(), seen, request));
          }
        });
    if (intended.isEmpty()) {
      // nothing of it stands any more, which the journal tells
      intended.add(intended(form, form.problem(), form.newest(), true, seen, request));
    }
    if (intended.size() == 1) {
      return intended;
    }
    UUID act = intended.get(0).decision().id();
    return intended.stream()
        .map(m -> new Reviews.Intended(m.decision().toBuilder().act(act).build(), m.newest()))
        .toList();
  }

  /** An undo takes back what was decided with one key, and only what is agreed is left as it is. */
  private static boolean isAbout(DecisionForm form, Seen seen, String reason) {
    Optional<Decision> standing = seen.decided().standing(reason);
    return switch (form.kind()) {
      case UNDO -> standing.flatMap(s -> seen.undone().filter(s::isOneWith)).isPresent();
      case LEFT -> standing.filter(s -> s.kind().agrees()).isPresent();
      default -> true;
    };
  }

  /**
   * A form that is sent again, because its answer was lost, gives the same id.
   *
   * @param first whether it is about the first reason: a new wording is kept there alone, and
   *     agrees with the others
   */
  private Reviews.Intended intended(
      DecisionForm form,
      String reason,
      @Nullable UUID newest,
      boolean first,
      Seen seen,
      PageRequest request) {
    String user = request.user();
    String id =
        Stream.of(form.run(), reason, form.kind(), form.reason(), form.text(), newest, user)
            .map(part -> Texts.sha256(String.valueOf(part)))
            .collect(Collectors.joining("|"));
    Decision.Kind kind = !first && form.kind().agrees() ? Decision.Kind.AGREE : form.kind();
    Decision.Builder decision =
        Decision.of(Texts.uuid5(id), form.run(), reason, kind, user)
            .reason(form.reason())
            .text(kind == form.kind() ? form.text() : "")
            .operator(request.may(Right.OPERATE))
            .images(seen.audit().shown().stream().map(ShownImage::sha256).toList());
    if (kind == Decision.Kind.UNDO) {
      decision.undoes(undone(form, seen, reason));
    }
    reasons.of(form.reason()).map(Reasons.Reason::verdict).ifPresent(decision::verdict);
    return new Reviews.Intended(decision.build(), newest);
  }

  private static @Nullable UUID undone(DecisionForm form, Seen seen, String reason) {
    return seen.undone().filter(d -> d.problem().equals(reason)).isPresent()
        ? form.undoes()
        : seen.decided().standing(reason).map(Decision::id).orElse(form.undoes());
  }

  private Reply answer(PageRequest request, DecisionForm form, History history, Outcome outcome) {
    DecisionWords words = words(request);
    Seen now = seen(history, form, words).orElseThrow();
    int number = now.flag().number();
    boolean next = outcome == Outcome.STORED && form.kind() != Decision.Kind.UNDO;
    FlagsColumn flags = now.column().with(next ? now.column().openAfter(number) : number);
    Deciding deciding =
        Deciding.of(request.layout(""), flags, words)
            .after(outcome, outcome == Outcome.DECIDED_MEANWHILE ? number : 0);
    return Reply.page(
        "page/decide/decided.jte",
        new DecidedPart(
            deciding,
            texts.of(now.audit(), flags, true),
            SeenReport.of(history, now.audit().runId(), request.user())));
  }
}
