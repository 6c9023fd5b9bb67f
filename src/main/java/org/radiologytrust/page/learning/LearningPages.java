package org.radiologytrust.page.learning;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.radiologytrust.journal.reviews.LearningCases;
import org.radiologytrust.journal.reviews.LearningCases.Case;
import org.radiologytrust.learning.NamelessCase;
import org.radiologytrust.learning.NamelessCases;
import org.radiologytrust.page.door.AccessTrail;
import org.radiologytrust.page.door.PagePart;
import org.radiologytrust.page.door.PageRequest;
import org.radiologytrust.page.door.PageRouter;
import org.radiologytrust.page.door.Reply;
import org.radiologytrust.page.door.Titles;
import org.radiologytrust.review.ProblemWords;
import org.radiologytrust.session.Right;

/** The learning cases: their list, a note for each, and the export without names. */
public final class LearningPages implements PagePart {
  private static final String JSON_LINES = "application/x-ndjson;charset=UTF-8";
  private static final String EXPORT = "/learning/export";

  private final LearningCases cases;
  private final NamelessCases nameless;
  private final Titles titles;
  private final ProblemWords words;
  private final AccessTrail trail;
  private final Clock clock;

  public LearningPages(
      LearningCases cases,
      NamelessCases nameless,
      Titles titles,
      ProblemWords words,
      AccessTrail trail,
      Clock clock) {
    this.cases = cases;
    this.nameless = nameless;
    this.titles = titles;
    this.words = words;
    this.trail = trail;
    this.clock = clock;
  }

  @Override
  public void routes(PageRouter router) {
    router.get("/learning", Right.LEARNING_CASES, this::list);
    router.post("/learning", Right.LEARNING_CASES, this::filter);
    router.get("/learning/cases/:id", Right.LEARNING_CASES, this::open);
    router.post("/learning/cases/:id/note", Right.LEARNING_CASES, this::write);
    router.post("/learning/chosen", Right.LEARNING_CASES, this::choose);
    router.get(EXPORT, Right.LEARNING_CASES, this::preview);
    router.post(EXPORT, Right.LEARNING_CASES, this::export);
  }

  private Reply list(PageRequest request) {
    CaseChoice choice = CaseChoice.of(request);
    int wanted = request.queryNumber("rows").orElse(CaseList.STEP);
    int rows = Math.max(CaseList.STEP, Math.min(wanted, CaseList.MAX));
    LearningCases.Page page = cases.page(choice.filter(clock.instant()), 0, rows);
    trail.learning(request, "list", reports(page.cases()));
    return Reply.page(
        "page/learning/learning.jte",
        new CaseList(
            request.layout("Learning cases"),
            choice,
            page.cases().stream().map(this::listed).toList(),
            page.all(),
            page.evidenceChanged(),
            cases.values(),
            titles));
  }

  private ListedCase listed(Case kept) {
    return new ListedCase(kept, titles, words);
  }

  private static List<UUID> reports(List<Case> cases) {
    return cases.stream().map(Case::report).distinct().toList();
  }

  private Reply filter(PageRequest request) {
    request.keep(CaseChoice.of(request).filtered(request));
    return Reply.redirect("/learning");
  }

  private Reply open(PageRequest request) {
    return find(request).map(kept -> page(request, kept, "")).orElseGet(request::notFound);
  }

  private Optional<Case> find(PageRequest request) {
    return request.id().flatMap(cases::find);
  }

  private Reply page(PageRequest request, Case kept, String unsaved) {
    trail.learning(request, "open", List.of(kept.report()));
    return Reply.page(
        "page/learning/case.jte",
        new CasePage(
            request.layout("Learning case"),
            listed(kept),
            nameless.of(List.of(kept)).get(0),
            unsaved));
  }

  private Reply write(PageRequest request) {
    Optional<Case> kept = find(request);
    String note = request.field("note").replace("\r\n", "\n").strip();
    int seen =
        request.field("seen").matches("\\d{1,9}") ? Integer.parseInt(request.field("seen")) : 0;
    if (kept.isEmpty()) {
      return request.notFound();
    }
    if (note.length() > LearningCases.MOST_WORDS) {
      // the field of the page takes no more
      return Reply.status(400);
    }
    trail.learning(request, "write", List.of(kept.get().report()));
    return switch (cases.write(kept.get().id(), seen, note, request.user())) {
      case STORED -> Reply.redirect("/learning/cases/" + kept.get().id());
      case WRITTEN_MEANWHILE -> find(request).map(now -> page(request, now, note)).orElseThrow();
      case UNKNOWN -> request.notFound();
    };
  }

  /** Only ids of cases are kept: each is looked up when it is shown. */
  private Reply choose(PageRequest request) {
    List<UUID> chosen =
        request.fields("case").stream().flatMap(id -> PageRequest.uuid(id).stream()).toList();
    request.keep(CaseChoice.of(request).choosing(chosen));
    return Reply.redirect(EXPORT);
  }

  private static List<UUID> chosen(PageRequest request) {
    return CaseChoice.of(request).chosen();
  }

  private List<Case> cases(PageRequest request) {
    return chosen(request).stream().flatMap(id -> cases.find(id).stream()).toList();
  }

  private Reply preview(PageRequest request) {
    List<Case> kept = cases(request);
    trail.learning(request, "open", reports(kept));
    return Reply.page(
        "page/learning/export.jte",
        new ExportPage(request.layout("Export without names"), nameless.of(kept), titles));
  }

  /** A case that may name somebody holds the whole export up, and the page says which one. */
  private Reply export(PageRequest request) {
    List<Case> kept = cases(request);
    List<NamelessCase> export = nameless.of(kept);
    if (export.isEmpty() || !export.stream().allMatch(NamelessCase::sure)) {
      return Reply.redirect(EXPORT);
    }
    trail.learning(request, "export", reports(kept));
    return Reply.bytes(JSON_LINES, NamelessCases.file(export))
        .with("Content-Disposition", "attachment; filename=\"learning-cases.jsonl\"");
  }
}
