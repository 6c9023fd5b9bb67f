package org.radiologytrust.page.door;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.radiologytrust.html.HtmlPage;

/**
 * An answer to a request.
 *
 * @param body its bytes; empty if there are none
 * @param headers further headers; a name may occur twice
 * @param target where a redirect leads
 * @param streamed the page that is sent in place of the body, while it is made
 */
public record Reply(
    int status,
    String type,
    byte[] body,
    List<Map.Entry<String, String>> headers,
    Optional<String> target,
    Optional<StreamedPage> streamed) {
  static final String HTML = "text/html;charset=UTF-8";
  private static final byte[] NO_BODY = {};

  public Reply {
    headers = List.copyOf(headers);
  }

  private Reply(
      int status,
      String type,
      byte[] body,
      List<Map.Entry<String, String>> headers,
      Optional<String> target) {
    this(status, type, body, headers, target, Optional.empty());
  }

  /**
   * A page, or a part of one for htmx.
   *
   * @param template path below src/main/jte, such as {@code page/help.jte}
   * @param model the template's only parameter
   */
  public static Reply page(String template, Object model) {
    return page(200, template, model);
  }

  public static Reply page(int status, String template, Object model) {
    byte[] html = HtmlPage.bytes(template, model);
    return new Reply(status, HTML, html, List.of(), Optional.empty());
  }

  /**
   * A page that is sent while it is made, on a thread of its own.
   *
   * @param model makes the template's only parameter; it says when a part is sent
   * @param ended called once at the end, also if the browser goes away
   */
  public static Reply streamed(
      String template, Function<PageStream, Object> model, Runnable ended) {
    return new Reply(
        200,
        HTML,
        NO_BODY,
        List.of(),
        Optional.empty(),
        Optional.of(new StreamedPage(template, model, ended)));
  }

  public static Reply bytes(String type, byte[] body) {
    return new Reply(200, type, body, List.of(), Optional.empty());
  }

  /** Nothing has changed: htmx leaves the page as it is. */
  public static Reply nothing() {
    return status(204);
  }

  public static Reply status(int status) {
    return new Reply(status, "", NO_BODY, List.of(), Optional.empty());
  }

  /**
   * To another page: with GET, and the whole page where htmx asks.
   *
   * @param target a path of ours, or the site's viewer; never an address from the request
   */
  public static Reply redirect(String target) {
    return new Reply(303, "", NO_BODY, List.of(), Optional.of(target));
  }

  /** The same answer with one more header. */
  public Reply with(String header, String value) {
    List<Map.Entry<String, String>> more = new ArrayList<>(headers);
    more.add(Map.entry(header, value));
    return new Reply(status, type, body, more, target, streamed);
  }
}
