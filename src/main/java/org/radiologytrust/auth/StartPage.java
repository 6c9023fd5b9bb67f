package org.radiologytrust.auth;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/**
 * The page at {@code /} of the management port: a few links for whoever opens it in a browser. It
 * needs no login, so it names neither the version nor anything about the site.
 */
final class StartPage {
  private static final String PAGE =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <title>Radiology Trust Layer</title>
      </head>
      <body>
      <h1>Radiology Trust Layer</h1>
      <p>Audits radiology reports against their images. Research software; not a medical device.</p>
      <ul>
      %s</ul>
      </body>
      </html>
      """;

  private final String page;

  private StartPage(String links) {
    this.page = PAGE.formatted(links);
  }

  /** Of the management port. */
  static StartPage ofManagement() {
    return new StartPage(
        link("/hawtio/", "Console", "as an operator")
            + link("/observe/health?data=true", "Health", "")
            + link("/observe/health/ready", "Readiness", "")
            + link("/observe/metrics", "Metrics", ""));
  }

  private static String link(String path, String name, String login) {
    return "<li><a href=\"%s\">%s</a>%s</li>\n"
        .formatted(path, name, login.isEmpty() ? "" : " (log in " + login + ")");
  }

  /**
   * Answers a request for the page; a body that it may have is dropped unread.
   *
   * @return false when it asks for something else
   */
  boolean answer(RoutingContext c) {
    if (!c.request().method().equals(HttpMethod.GET) || !c.normalizedPath().equals("/")) {
      return false;
    }
    if (!c.request().isEnded()) {
      c.request().resume();
    }
    c.response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/html;charset=UTF-8")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
        .end(page);
    return true;
  }
}
