package org.radiologytrust.page;

import java.util.List;

/**
 * What a person chose for this browser. It is kept in cookies, each of one word.
 *
 * @param theme dark, light or system
 */
record Preferences(String theme, boolean shortcuts) {
  static final List<String> THEMES = List.of("dark", "light", "system");
  private static final String RULES = "; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000";

  /** Of the form in the menu. */
  static Preferences chosen(PageRequest request) {
    return new Preferences(known(request.field("theme")), request.field("shortcuts").equals("on"));
  }

  /** Of the cookies. */
  static Preferences kept(PageRequest request) {
    return new Preferences(
        known(request.cookie("theme")), !request.cookie("shortcuts").equals("off"));
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
