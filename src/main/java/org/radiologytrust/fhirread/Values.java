package org.radiologytrust.fhirread;

import ca.uhn.fhir.rest.api.QualifiedParamList;
import ca.uhn.fhir.rest.param.ParameterUtil;
import ca.uhn.fhir.rest.param.TokenOrListParam;
import ca.uhn.fhir.rest.param.TokenParam;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.radiologytrust.journal.results.ResourceStore.Alternative;
import org.radiologytrust.journal.results.ResourceStore.Code;
import org.radiologytrust.journal.results.ResourceStore.Range;

/** The values of one search parameter. A resource matches if it has one of them. */
final class Values {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");
  private static final Pattern REFERENCE =
      Pattern.compile(
          "(https?://[^\\s|]+|([A-Z][A-Za-z]+/)?[A-Za-z0-9.-]{1,64}(/_history/[^/|]+)?)");

  /** Allows no exponent: the 11 characters {@code 1e999999999} stand for a billion digits. */
  private static final Pattern QUANTITY =
      Pattern.compile("(eq|ne|gt|lt|ge|le|sa|eb)?([+-]?\\d{1,15}(?:\\.\\d{1,15})?)(\\|.*)?");

  /** The unit of a score as it may follow the number. */
  private static final List<String> SCORE_UNITS =
      List.of("", "|", "||", "||{score}", "|http://unitsofmeasure.org|{score}");

  private final String shown;
  private final QualifiedParamList values;

  /**
   * @param shown the parameter's name, for errors
   */
  Values(String shown, String value) throws BadRequest {
    this.shown = shown;
    // splits at commas; HAPI's parameter classes handle the escapes
    this.values = QualifiedParamList.splitQueryStringByCommasIgnoreEscape(null, value);
    if (values.isEmpty() || values.stream().anyMatch(String::isBlank)) {
      throw empty();
    }
  }

  private BadRequest empty() {
    return BadRequest.invalid(shown + ": has an empty value");
  }

  List<Alternative> ids() throws BadRequest {
    List<Alternative> ids = new ArrayList<>();
    for (String value : values) {
      if (!ID.matcher(value.strip()).matches()) {
        throw BadRequest.invalid(shown + ": has a value that is no id");
      }
      ids.add(new Code(null, value.strip()));
    }
    return ids;
  }

  List<Alternative> tokens() throws BadRequest {
    TokenOrListParam list = new TokenOrListParam();
    list.setValuesAsQueryTokens(null, shown, values);
    List<Alternative> tokens = new ArrayList<>();
    for (TokenParam token : list.getValuesAsQueryTokens()) {
      boolean anyCode = token.getValue() == null || token.getValue().isEmpty();
      if (anyCode && (token.getSystem() == null || token.getSystem().isEmpty())) {
        throw empty();
      }
      tokens.add(new Code(token.getSystem(), anyCode ? null : token.getValue()));
    }
    return tokens;
  }

  /**
   * @param base URL of this server, which a reference may begin with
   * @param type resource type of bare ids; empty for any
   */
  List<Alternative> references(String base, String type) throws BadRequest {
    List<Alternative> references = new ArrayList<>();
    for (String value : values) {
      String raw = ParameterUtil.unescape(value).strip();
      String local = raw.startsWith(base + "/") ? raw.substring(base.length() + 1) : raw;
      if (!REFERENCE.matcher(local).matches()) {
        throw BadRequest.invalid(
            shown + ": send ID, TYPE/ID or a URL; an identifier goes under :identifier");
      }
      boolean typed = type.isEmpty() || local.contains("/");
      references.add(new Code("", typed ? local : type + "/" + local));
    }
    return references;
  }

  /**
   * @param now the time, for approximate dates
   */
  List<Alternative> dates(Instant now) throws BadRequest {
    List<Alternative> ranges = new ArrayList<>();
    for (String value : values) {
      ranges.addAll(Period.of(shown, ParameterUtil.unescape(value)).ranges(now));
    }
    return ranges;
  }

  List<Alternative> quantities() throws BadRequest {
    List<Alternative> ranges = new ArrayList<>();
    for (String value : values) {
      Matcher m = QUANTITY.matcher(ParameterUtil.unescape(value).strip());
      if (!m.matches()) {
        throw BadRequest.invalid(
            shown + ": send a number such as 60 or lt60, with eq, ne, gt, lt, ge, le, sa or eb");
      }
      if (!SCORE_UNITS.contains(m.group(3) == null ? "" : m.group(3))) {
        throw BadRequest.unsupported(shown + ": a score has the unit {score} alone; leave it out");
      }
      ranges.addAll(ranges(m.group(1) == null ? "eq" : m.group(1), new BigDecimal(m.group(2))));
    }
    return ranges;
  }

  /** As FHIR says, a number matches everything that rounds to it: 60 is from 59.5 to 60.5. */
  private static List<Range> ranges(String prefix, BigDecimal number) {
    BigDecimal half = BigDecimal.ONE.movePointLeft(number.scale()).divide(BigDecimal.valueOf(2));
    double exact = number.doubleValue();
    double from = number.subtract(half).doubleValue();
    double until = number.add(half).doubleValue();
    return switch (prefix) {
      case "lt", "eb" -> List.of(below(exact));
      case "le" -> List.of(below(Math.nextUp(exact)));
      case "gt", "sa" -> List.of(from(Math.nextUp(exact)));
      case "ge" -> List.of(from(exact));
      case "ne" -> List.of(below(from), from(until));
      default -> List.of(new Range(from, until));
    };
  }

  private static Range below(double until) {
    return new Range(-Double.MAX_VALUE, until);
  }

  private static Range from(double from) {
    return new Range(from, Double.MAX_VALUE);
  }
}
