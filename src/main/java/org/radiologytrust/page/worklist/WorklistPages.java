package org.radiologytrust.page.worklist;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.journal.desk.KeptFilters;
import org.radiologytrust.journal.reviews.Worklist;
import org.radiologytrust.journal.reviews.Worklist.State;
import org.radiologytrust.journal.store.SearchBusyException;
import org.radiologytrust.page.door.AccessTrail;
import org.radiologytrust.page.door.Message;
import org.radiologytrust.page.door.PagePart;
import org.radiologytrust.page.door.PageRequest;
import org.radiologytrust.page.door.PageRouter;
import org.radiologytrust.page.door.Reply;
import org.radiologytrust.page.door.Titles;
import org.radiologytrust.page.opened.OpenReports;
import org.radiologytrust.review.PersonName;
import org.radiologytrust.review.ProblemWords;
import org.radiologytrust.session.Right;

/** The worklist, its search and filters, the way to the next report, and the help. */
public final class WorklistPages implements PagePart {
  private static final Worklist.Values NO_VALUES =
      new Worklist.Values(List.of(), List.of(), List.of(), List.of(), List.of());
  private static final int BUSY = 503;
  private static final Set<State> OPEN = Set.of(State.OPEN);

  private final Worklist worklist;
  private final KeptFilters filters;
  private final Titles titles;
  private final ProblemWords words;
  private final Clock clock;
  private final AccessTrail trail;

  /**
   * @param filters those that a person chose before this log-in
   * @param titles the short name of each type of problem
   * @param words the sentence about the first problem of a row
   */
  public WorklistPages(
      Worklist worklist,
      KeptFilters filters,
      Titles titles,
      ProblemWords words,
      Clock clock,
      AccessTrail trail) {
    this.worklist = worklist;
    this.filters = filters;
    this.titles = titles;
    this.words = words;
    this.clock = clock;
    this.trail = trail;
  }

  @Override
  public void routes(PageRouter router) {
    router.get("/", Right.READ_AUDITS, this::list);
    router.poll("/worklist/rows", Right.READ_AUDITS, this::look);
    router.post("/worklist", Right.READ_AUDITS, this::choose);
    router.get("/reports/:id/next", Right.READ_AUDITS, this::next);
    router.get(
        "/help",
        Right.READ_AUDITS,
        request ->
            Reply.page(
                request.htmx() ? "page/door/keysDialog.jte" : "page/door/help.jte",
                new Message(request.layout("All keys"))));
  }

  private Reply list(PageRequest request) {
    Listing listing = listing(request, chosen(request), rows(request));
    trail.worklist(request, listing.reports());
    request.keep(new OpenReports(listing.in(State.OPEN), listing.in(State.TO_CORRECT)));
    Worklist.Values values = listing.busy() ? NO_VALUES : worklist.values();
    return Reply.page(
        "page/worklist/worklist.jte",
        new WorklistPage(request.layout("Worklist"), listing, values));
  }

  private static int rows(PageRequest request) {
    int wanted = request.queryNumber("rows").orElse(Listing.STEP);
    return Math.min(Math.max(wanted, Listing.STEP), Listing.MAX);
  }

  /** The rows as they are now, or nothing if the page shows them already. */
  private Reply look(PageRequest request) {
    Chosen chosen = chosen(request);
    String seen = request.query("seen");
    if (seen.equals(state(chosen, clock.instant()))) {
      return Reply.nothing();
    }
    if (!seen.isEmpty() && !seen.startsWith(chosen.number() + ".")) {
      return Reply.nothing().with("HX-Refresh", "true");
    }
    Listing listing = listing(request, chosen, rows(request));
    trail.looked(request, listing.reports());
    return listing.busy() ? Reply.status(BUSY) : Reply.page("page/worklist/looked.jte", listing);
  }

  /** Changes with what was chosen, with each row, and with the minute: the rows tell their age. */
  private String state(Chosen chosen, Instant now) {
    return chosen.number() + "." + worklist.revision() + "." + now.getEpochSecond() / 60;
  }

  private Listing listing(PageRequest request, Chosen chosen, int count) {
    Choice choice = chosen.choice();
    Set<String> own = own(request);
    Instant now = clock.instant();
    // before the rows: a change between the two is seen at the next look
    String state = state(chosen, now);
    try {
      Worklist.Page page = worklist.page(choice.filter(now, own), 0, count);
      int older =
          choice.period() == Period.ALL
              ? 0
              : Math.max(0, open(choice.within(Period.ALL), now, own) - page.count(OPEN));
      Outside outside = outside(choice, page, now, own);
      List<ListedReport> rows =
          page.rows().stream().map(row -> new ListedReport(row, now, titles, words)).toList();
      Map<Choice.Criterion, Integer> with =
          Stream.of(Choice.Criterion.MINE, Choice.Criterion.PRELIMINARY)
              .collect(Collectors.toMap(c -> c, c -> with(c, choice, page, now, own)));
      return new Listing(
          choice, rows, page.counts(), with, older, outside, state, false, now, titles);
    } catch (SearchBusyException e) {
      return new Listing(
          choice, List.of(), Map.of(), Map.of(), 0, Outside.NONE, state, true, now, titles);
    }
  }

  /** An open problem must not leave the list unnoticed because it has become old. */
  private int open(Choice choice, Instant now, Set<String> own) {
    return worklist.count(choice.in(State.OPEN, now, own));
  }

  /** What a search would find without the filters. */
  private Outside outside(Choice choice, Worklist.Page page, Instant now, Set<String> own) {
    List<Choice.Criterion> filters = choice.filters();
    if (choice.text().isEmpty() || filters.isEmpty()) {
      return Outside.NONE;
    }
    int everywhere = count(choice.everywhere(), now, own);
    int found = page.count(choice.states());
    if (found > 0 || everywhere == 0) {
      return new Outside(Math.max(0, everywhere - found), List.of());
    }
    return new Outside(
        everywhere,
        filters.stream().filter(c -> count(choice.only(c), now, own) < everywhere).toList());
  }

  /** How many there would be with a criterion. What the page has counted is not counted again. */
  private int with(
      Choice.Criterion criterion, Choice choice, Worklist.Page page, Instant now, Set<String> own) {
    if (criterion == Choice.Criterion.PRELIMINARY) {
      return page.countPreliminary(choice.states());
    }
    Choice with = choice.with(criterion);
    return with.equals(choice) ? page.count(choice.states()) : count(with, now, own);
  }

  private int count(Choice choice, Instant now, Set<String> own) {
    return worklist.count(choice.filter(now, own));
  }

  /** The names under which reports name the person: as many as senders have ways to write it. */
  private Set<String> own(PageRequest request) {
    List<String> names = request.names();
    return Stream.concat(
            names.stream(),
            worklist.values().radiologists().stream()
                .filter(name -> names.stream().anyMatch(own -> PersonName.same(own, name))))
        .collect(Collectors.toSet());
  }

  private Reply choose(PageRequest request) {
    Chosen before = chosen(request);
    Chosen now = before.changed(request::fields);
    request.keep(now);
    Choice lasting = now.choice().lasting();
    if (lasting.equals(Choice.FIRST)) {
      filters.forget(request.user());
    } else if (!lasting.equals(before.choice().lasting())) {
      filters.keep(request.user(), lasting);
    }
    return Reply.redirect("/");
  }

  private Chosen chosen(PageRequest request) {
    return request.kept(Chosen.class).orElseGet(() -> first(request));
  }

  /**
   * What the person chose before this log-in; what another session chooses meanwhile stays there.
   */
  private Chosen first(PageRequest request) {
    if (!request.byPerson()) {
      return Chosen.FIRST;
    }
    Chosen first =
        filters
            .find(request.user(), Choice.class)
            // a version before kept the states, too
            .map(kept -> new Chosen(0, kept.lasting()))
            .orElse(Chosen.FIRST);
    request.keep(first);
    return first;
  }

  /** To the next report with something to do, or to the worklist if there is none. */
  private Reply next(PageRequest request) {
    Chosen chosen = chosen(request);
    Optional<UUID> next = request.id().flatMap(id -> after(id, chosen, request));
    if (next.isEmpty() && !chosen.choice().text().isEmpty()) {
      // the search has done its work: the person goes on with the list
      Chosen all = chosen.unsearched();
      request.keep(all);
      next = request.id().flatMap(id -> after(id, all, request));
    }
    return Reply.redirect(next.map(id -> "/reports/" + id).orElse("/"));
  }

  private Optional<UUID> after(UUID report, Chosen chosen, PageRequest request) {
    Set<String> own = own(request);
    OpenReports now =
        new OpenReports(in(State.OPEN, chosen, own), in(State.TO_CORRECT, chosen, own));
    OpenReports order = request.kept(OpenReports.class).orElse(OpenReports.NONE);
    OpenReports seen = order.seen(report, now);
    request.keep(seen);
    return seen.after(report, now);
  }

  private List<UUID> in(State state, Chosen chosen, Set<String> own) {
    Worklist.Filter filter = chosen.choice().in(state, clock.instant(), own);
    return worklist.page(filter, 0, OpenReports.MAX).rows().stream()
        .map(Worklist.Row::report)
        .toList();
  }
}
