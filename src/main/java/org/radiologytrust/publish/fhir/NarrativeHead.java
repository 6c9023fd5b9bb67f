package org.radiologytrust.publish.fhir;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first paragraphs of a narrative that is stored as XHTML: whether a human verified the audit,
 * whether it is still valid, and the decisions. Everything else in the narrative stays as it is.
 */
public final class NarrativeHead {
  private static final String NOT_VERIFIED = "AI audit, not verified by a human";
  private static final String VERIFIED = "AI audit, verified by a human";
  public static final String NO_LONGER_VALID = "No longer valid: ";

  /** Class of the paragraphs about decisions. */
  static final String DECISION = "rtl-decision";

  private static final String RULES_NOT_VERIFIED = "Audit by rules, not verified by a human";
  private static final String RULES_VERIFIED = "Audit by rules, verified by a human";
  private static final String OPENINGS =
      "<p>(?:"
          + String.join("|", List.of(NOT_VERIFIED, VERIFIED, RULES_NOT_VERIFIED, RULES_VERIFIED))
          + ")</p>";
  private static final Pattern OPENING =
      Pattern.compile("(?s)^(\\s*<div[^>]*>\\s*)(" + OPENINGS + ")?");
  private static final Pattern INVALID = Pattern.compile("<p>" + NO_LONGER_VALID + "[^<]*</p>");
  private static final Pattern DECISIONS =
      Pattern.compile("<p class=\"" + DECISION + "\">[^<]*</p>");

  private NarrativeHead() {}

  /**
   * The first words of a narrative.
   *
   * @param byRules whether no model had a part in the audit
   */
  public static String opening(boolean byRules, boolean verified) {
    if (byRules) {
      return verified ? RULES_VERIFIED : RULES_NOT_VERIFIED;
    }
    return verified ? VERIFIED : NOT_VERIFIED;
  }

  /** Copies the paragraph "no longer valid". A narrative without one is replaced. */
  public static void copyInvalid(ObjectNode to, ObjectNode from) {
    Matcher wanted = INVALID.matcher(div(from));
    if (div(to).isEmpty() || !wanted.find()) {
      to.set("text", from.path("text"));
      return;
    }
    String words = wanted.group();
    if (!div(to).contains(words)) {
      String rest = INVALID.matcher(div(to)).replaceAll("");
      set(to, OPENING.matcher(rest).replaceFirst("$1$2" + Matcher.quoteReplacement(words)));
    }
  }

  /** Copies the opening and the paragraphs about decisions. */
  public static void copyDecisions(ObjectNode to, ObjectNode from) {
    if (div(to).isEmpty()) {
      to.set("text", from.path("text"));
      return;
    }
    List<String> head = DECISIONS.matcher(div(from)).results().map(MatchResult::group).toList();
    Matcher opening = OPENING.matcher(div(from));
    String words = opening.find() && opening.group(2) != null ? opening.group(2) : "";
    String rest = DECISIONS.matcher(div(to)).replaceAll("");
    set(
        to,
        OPENING
            .matcher(rest)
            .replaceFirst("$1" + Matcher.quoteReplacement(words + String.join("", head))));
  }

  private static String div(ObjectNode resource) {
    return resource.path("text").path("div").asText();
  }

  private static void set(ObjectNode resource, String div) {
    ((ObjectNode) resource.path("text")).put("div", div);
  }
}
