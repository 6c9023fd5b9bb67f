package org.radiologytrust.page.report;

import org.radiologytrust.journal.notifications.Notifications;
import org.radiologytrust.page.door.PagePart;
import org.radiologytrust.page.door.PageRequest;
import org.radiologytrust.page.door.PageRouter;
import org.radiologytrust.page.door.Reply;
import org.radiologytrust.session.Right;

/**
 * The links that notifications send. Each leads to the page of its report, and changes nothing:
 * mail servers and chats follow links by themselves, without a log-in.
 */
public final class NotificationLinks implements PagePart {
  private final Notifications notifications;

  public NotificationLinks(Notifications notifications) {
    this.notifications = notifications;
  }

  @Override
  public void routes(PageRouter router) {
    router.get("/n/:id", Right.READ_AUDITS, this::follow);
  }

  private Reply follow(PageRequest request) {
    return request
        .id()
        .flatMap(notifications::report)
        .map(report -> Reply.redirect("/reports/" + report))
        .orElseGet(request::notFound);
  }
}
