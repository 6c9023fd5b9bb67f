package org.radiologytrust.page.door;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/** Where a person goes after the log-in: a page of ours, never another site's. */
final class NextPath {
  private static final Pattern SAFE =
      Pattern.compile(
          "/(reports/[0-9a-f-]{36}(/made|/versions/\\d{1,9})?|(n|open)/[0-9a-f-]{36}|help|check|changes)");

  private NextPath() {}

  /** The path if it is one of our pages, else the worklist. */
  static String safe(String path) {
    return SAFE.matcher(path).matches() ? path : "/";
  }

  /** The path of a page's URL; empty if it is not a URL. */
  static String ofUrl(String url) {
    try {
      String path = new URI(url).getPath();
      return path == null ? "" : path;
    } catch (URISyntaxException e) {
      return "";
    }
  }

  /** The address of the log-in that leads to this path. */
  static String login(String path) {
    String safe = safe(path);
    return safe.equals("/") ? "/login" : "/login?next=" + safe;
  }
}
