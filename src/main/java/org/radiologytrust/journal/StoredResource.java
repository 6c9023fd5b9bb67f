package org.radiologytrust.journal;

import java.math.BigDecimal;
import java.util.List;

/**
 * A FHIR resource as it is read back.
 *
 * @param type resource type
 * @param id logical id
 * @param json the resource without meta.versionId and meta.lastUpdated, which the journal keeps
 * @param tokens what it can be searched by
 */
public record StoredResource(String type, String id, String json, List<Token> tokens) {
  public StoredResource {
    tokens = List.copyOf(tokens);
  }

  /**
   * One value of one search parameter.
   *
   * @param parameter name of the FHIR search parameter
   * @param system empty where there is none
   * @param code code, identifier value, or reference
   * @param number to compare by; {@code null} where the value is none
   */
  public record Token(String parameter, String system, String code, Double number) {
    public Token(String parameter, String system, String code) {
      this(parameter, system, code, null);
    }

    /** A number without its unit. */
    public static Token number(String parameter, BigDecimal value) {
      return new Token(parameter, "", value.toPlainString(), value.doubleValue());
    }
  }
}
