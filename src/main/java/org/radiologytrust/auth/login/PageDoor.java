package org.radiologytrust.auth.login;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.CompletableFuture;
import org.radiologytrust.session.SessionCookie;
import org.radiologytrust.session.Visitor;

/**
 * Says who asks for a page, and hands the request to the pages alone: a site's route with the same
 * path is not reached. The pages check what the visitor may do.
 */
public final class PageDoor {
  private final BrowserSessions sessions;
  private volatile Handler<RoutingContext> pages = c -> c.response().setStatusCode(503).end();

  public PageDoor(BrowserSessions sessions) {
    this.sessions = sessions;
  }

  /** Until this is called, every page answers 503. */
  public void serve(Handler<RoutingContext> handler) {
    pages = handler;
  }

  public CompletableFuture<Visitor> visitor(RoutingContext c) {
    return sessions.visitor(SessionCookie.of(c.request()).orElse(""));
  }

  /**
   * Whether the request may log in with a password or token in its header. A browser sends such a
   * password without being asked, once it knows one: a person who logged out would not be.
   */
  public static boolean isProgram(RoutingContext c) {
    return c.request().headers().contains(HttpHeaders.AUTHORIZATION)
        && !c.request().headers().contains("Sec-Fetch-Mode");
  }

  /**
   * Whether a RIS or PACS asks for a report, from a page of another site or as a program. It
   * changes nothing, and the page checks where it comes from.
   */
  public static boolean isLaunch(RoutingContext c) {
    return c.request().method().equals(HttpMethod.POST) && c.normalizedPath().equals("/open");
  }

  public void enter(RoutingContext c, Visitor visitor) {
    c.put(Visitor.KEY, visitor);
    pages.handle(c);
  }
}
