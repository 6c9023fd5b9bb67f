package org.radiologytrust.review;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a search parameter taken apart: {@code patient}, {@code patient:Patient}, {@code
 * patient.identifier}, {@code patient:Patient.identifier}.
 *
 * @param name of the parameter itself
 * @param modifier empty for none
 * @param chain parameter of the resource that is referred to; empty for none
 */
record ParameterName(String name, String modifier, String chain) {
  private static final Pattern PARTS = Pattern.compile("([^:.]+)(?::([^:.]+))?(?:\\.(.+))?");
  private static final Pattern HARMLESS = Pattern.compile("[A-Za-z_-]{1,40}(\\.[A-Za-z_-]{1,40})?");

  static ParameterName of(String text) {
    Matcher m = PARTS.matcher(text);
    return m.matches()
        ? new ParameterName(m.group(1), orEmpty(m.group(2)), orEmpty(m.group(3)))
        : new ParameterName(text, "", "");
  }

  private static String orEmpty(String group) {
    return group == null ? "" : group;
  }

  /** For an error: nothing that a client could have mistaken for a name. */
  String shown() {
    String text = chain.isEmpty() ? name : name + "." + chain;
    return HARMLESS.matcher(text).matches() ? text : "A parameter";
  }

  /** Whether the reference is looked for by the identifier of what it refers to. */
  boolean asksIdentifier(SearchParameter parameter) {
    boolean typed = modifier.isEmpty() || modifier.equals(parameter.target());
    return parameter.byIdentifier()
        && (chain.isEmpty() ? modifier.equals("identifier") : chain.equals("identifier") && typed);
  }
}
