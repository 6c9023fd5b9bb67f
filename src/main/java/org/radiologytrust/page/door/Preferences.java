package org.radiologytrust.page.door;

import java.util.List;

/**
 * What a person chose for this browser. It is kept in cookies, each of one word.
 *
 * @param theme dark, light or system
 */
record Preferences(String theme, boolean shortcuts) {
  static final List<String> THEMES = List.of("dark", "light", "system");
  private static final String RULES = "; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000";

  /** Of the fields of the form in the menu. */
  static Preferences chosen(String theme, String shortcuts) {
    return new Preferences(known(theme), shortcuts.equals("on"));
  }

  /** Of the cookies; a browser without them has shortcuts. */
  static Preferences kept(String theme, String shortcuts) {
    return new Preferences(known(theme), !shortcuts.equals("off"));
  }

  private static String known(String theme) {
    return THEMES.contains(theme) ? theme : "dark";
  }

  /** Values of headers {@code Set-Cookie}. */
  List<String> cookies(boolean secure) {
    String rules = RULES + (secure ? "; Secure" : "");
    return List.of("theme=" + theme + rules, "shortcuts=" + (shortcuts ? "on" : "off") + rules);
  }
}
