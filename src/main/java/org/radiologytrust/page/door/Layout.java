package org.radiologytrust.page.door;

import java.util.List;
import java.util.Set;
import org.radiologytrust.session.Right;

/**
 * What every page has around its content.
 *
 * @param title of the window
 * @param user empty if nobody is logged in
 * @param token secret: {@code layout.jte} sends it with every request of htmx; a form without htmx
 *     has it in the field {@code token}
 * @param path the page's own path
 * @param menu the choice that was just made in the menu, which stays open; empty if none was
 */
public record Layout(
    String title,
    String user,
    Set<Right> rights,
    Preferences preferences,
    String token,
    String path,
    String menu) {
  public boolean may(Right right) {
    return rights.contains(right);
  }

  /** The first page that the user may see; the worklist if there is none. */
  public String home() {
    return entries().stream().findFirst().map(this::first).orElse("/");
  }

  /** The entries of the navigation for this user. */
  public List<Entry> entries() {
    return Entry.of(rights);
  }

  /** The first page of an entry that the user may see. */
  public String first(Entry entry) {
    return entry.pages(rights).get(0).path();
  }

  /** The pages of the entry that this list page is behind; empty for other pages. */
  public List<Entry.Target> behind() {
    return Entry.behind(path).map(entry -> entry.pages(rights)).orElse(List.of());
  }

  /** Headers of all requests of htmx, as JSON; the token has no character that JSON escapes. */
  String headers() {
    return "{\"X-Token\":\"" + token + "\"}";
  }

  /** The address of a file in the resources' folder {@code page}, such as app.css. */
  public String asset(String name) {
    return Assets.ALL.address(name);
  }

  /** Withholds the token. */
  @Override
  public String toString() {
    return "Layout[" + title + "]";
  }
}
