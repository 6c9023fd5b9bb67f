package org.radiologytrust.page.image;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.radiologytrust.journal.reviews.Reviews;
import org.radiologytrust.model.Audit;
import org.radiologytrust.page.door.AccessTrail;
import org.radiologytrust.page.door.PagePart;
import org.radiologytrust.page.door.PageRequest;
import org.radiologytrust.page.door.PageRouter;
import org.radiologytrust.page.door.Reply;
import org.radiologytrust.session.Right;

/**
 * The way to the site's own viewer: each use is a line in the access log. The address is made of
 * the site's setting and of a study of the audit; nothing of the request is in it.
 *
 * <p>The parameter {@code run} names the audit, {@code study} the number of its study from 1.
 */
public final class ViewerPages implements PagePart {
  private final Reviews reviews;
  private final ViewerLink viewer;
  private final AccessTrail trail;

  public ViewerPages(Reviews reviews, ViewerLink viewer, AccessTrail trail) {
    this.reviews = reviews;
    this.viewer = viewer;
    this.trail = trail;
  }

  @Override
  public void routes(PageRouter router) {
    router.get("/reports/:id/viewer", Right.READ_AUDITS, this::lead);
  }

  private Reply lead(PageRequest request) {
    Optional<String> address =
        request.id().flatMap(reviews::find).stream()
            .flatMap(history -> history.versions().stream())
            .flatMap(version -> version.audits().stream())
            .filter(audit -> audit.runId().toString().equals(request.query("run")))
            .findFirst()
            .flatMap(audit -> address(audit, request));
    if (address.isEmpty()) {
      return request.notFound();
    }
    request.id().ifPresent(report -> trail.viewer(request, report));
    return Reply.redirect(address.get());
  }

  /** The study with a number from 1, of those that were audited or of those of another patient. */
  private Optional<String> address(Audit audit, PageRequest request) {
    OptionalInt other = request.queryNumber("other");
    List<Optional<String>> addresses =
        other.isPresent()
            ? audit.otherPatient().stream()
                .flatMap(found -> found.studies().stream())
                .map(study -> viewer.to(study.studyInstanceUid(), study.accessionNumber()))
                .toList()
            : audit.studies().stream()
                .map(study -> viewer.to(study.studyInstanceUid(), study.accessionNumber()))
                .toList();
    int number = other.orElse(request.queryNumber("study").orElse(1));
    return number < 1 || number > addresses.size() ? Optional.empty() : addresses.get(number - 1);
  }
}
