package org.radiologytrust.journal.results;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A FHIR resource as it is stored.
 *
 * @param type resource type
 * @param id logical id
 * @param json the resource without meta.versionId and meta.lastUpdated, which the journal adds
 * @param tokens the values by which it can be searched
 */
public record StoredResource(String type, String id, String json, List<Token> tokens) {
  public StoredResource {
    tokens = List.copyOf(tokens);
  }

  /**
   * One value of one search parameter.
   *
   * @param parameter name of the FHIR search parameter
   * @param system empty if there is none
   * @param code code, identifier value, or reference
   * @param number the value for number comparisons; null if the value is not a number
   */
  public record Token(String parameter, String system, String code, @Nullable Double number) {
    public Token(String parameter, String system, String code) {
      this(parameter, system, code, null);
    }

    /** A token for a number without its unit. */
    public static Token number(String parameter, BigDecimal value) {
      return new Token(parameter, "", value.toPlainString(), value.doubleValue());
    }
  }
}
