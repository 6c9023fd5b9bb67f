package org.radiologytrust.page.report;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.desk.Launches;
import org.radiologytrust.journal.desk.Launches.Launch;
import org.radiologytrust.journal.desk.PatientReports;
import org.radiologytrust.journal.store.SearchBusyException;
import org.radiologytrust.page.door.AccessTrail;
import org.radiologytrust.page.door.PagePart;
import org.radiologytrust.page.door.PageRequest;
import org.radiologytrust.page.door.PageRouter;
import org.radiologytrust.page.door.Reply;
import org.radiologytrust.page.report.LaunchModel.Notice;
import org.radiologytrust.session.Right;

/**
 * The way from a RIS or PACS to a report. The numbers come in the body of a form, and the address
 * that follows has none. Whoever has not logged in learns nothing: each form gets the same answer.
 */
public final class LaunchPages implements PagePart {
  private static final int LARGEST_FORM = 8192;
  private static final int LONGEST_NUMBER = 200;

  private final Launches launches;
  private final PatientReports reports;
  private final Set<String> origins;
  private final Duration valid;
  private final AccessTrail trail;

  /**
   * @param origins whose pages may ask
   * @param valid how long a way can be followed
   */
  public LaunchPages(Journal journal, Set<String> origins, Duration valid, AccessTrail trail) {
    this.launches = journal.launches();
    this.reports = journal.patientReports();
    this.origins = Set.copyOf(origins);
    this.valid = valid;
    this.trail = trail;
  }

  @Override
  public void routes(PageRouter router) {
    router.foreignForm(
        "/open", LARGEST_FORM, origins, request -> page(request, 403, Notice.REFUSED), this::ask);
    router.get("/open/:id", Right.READ_AUDITS, this::follow);
  }

  private Reply ask(PageRequest request) {
    String accession = request.field("accession").strip();
    String patient = request.field("patient").strip();
    if (!isNumber(accession) || !isNumber(patient)) {
      return page(request, 400, Notice.INCOMPLETE);
    }
    try {
      return launches
          .add(accession, patient, valid)
          .map(id -> Reply.redirect("/open/" + id))
          .orElseGet(() -> page(request, 503, Notice.BUSY));
    } catch (SearchBusyException e) {
      return page(request, 503, Notice.BUSY);
    }
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && text.length() <= LONGEST_NUMBER;
  }

  private Reply follow(PageRequest request) {
    Optional<Launch> launch = request.id().flatMap(id -> launches.take(id, valid));
    if (launch.isEmpty()) {
      return page(request, 410, Notice.GONE);
    }
    List<UUID> found = launch.get().reports();
    return switch (launch.get().answer()) {
      case FOUND -> found(request, found);
      case OTHER_PATIENT -> {
        trail.launchRefused(request, found);
        yield page(request, 409, Notice.OTHER_PATIENT);
      }
      case NONE -> page(request, 404, Notice.NONE);
    };
  }

  private Reply found(PageRequest request, List<UUID> found) {
    trail.launch(request, found);
    return found.size() == 1
        ? Reply.redirect("/reports/" + found.get(0))
        : page(request, 200, Notice.CHOOSE, ListedOther.of(reports.find(found)));
  }

  private static Reply page(PageRequest request, int status, Notice notice) {
    return page(request, status, notice, List.of());
  }

  private static Reply page(
      PageRequest request, int status, Notice notice, List<ListedOther> choice) {
    return Reply.page(
        status,
        "page/report/launch.jte",
        new LaunchModel(request.layout("Open a report"), notice, choice));
  }
}
