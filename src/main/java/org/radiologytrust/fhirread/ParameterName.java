package org.radiologytrust.fhirread;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a search parameter's name: {@code patient}, {@code patient:Patient}, {@code
 * patient.identifier}, {@code patient:Patient.identifier}.
 *
 * @param name the parameter itself
 * @param modifier the modifier; empty if none
 * @param chain the parameter of the referenced resource; empty if none
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

  /** The name for an error message, unless the client may have put a value there. */
  String shown() {
    String text = chain.isEmpty() ? name : name + "." + chain;
    return HARMLESS.matcher(text).matches() ? text : "A parameter";
  }

  /** Whether the search is by the identifier of the referenced resource. */
  boolean asksIdentifier(SearchParameter parameter) {
    boolean typed = modifier.isEmpty() || modifier.equals(parameter.target());
    return parameter.byIdentifier()
        && (chain.isEmpty() ? modifier.equals("identifier") : chain.equals("identifier") && typed);
  }
}
