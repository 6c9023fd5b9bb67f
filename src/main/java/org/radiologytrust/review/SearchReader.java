package org.radiologytrust.review;

import ca.uhn.fhir.rest.api.QualifiedParamList;
import ca.uhn.fhir.rest.param.ParameterUtil;
import ca.uhn.fhir.rest.param.TokenOrListParam;
import ca.uhn.fhir.rest.param.TokenParam;
import java.util.ArrayList;
import java.util.List;
import org.radiologytrust.journal.ResourceShelf.Alternative;
import org.radiologytrust.journal.ResourceShelf.Criterion;
import org.radiologytrust.journal.ResourceShelf.Query;
import org.radiologytrust.review.Parameters.Pair;

/** Understands the parameters of a search. */
final class SearchReader {
  private static final int MAX_OFFSET = 10_000_000;
  private static final int MAX_ALTERNATIVES = 200;
  private final String type;
  private final String base;
  private final int maxCount;
  private final boolean strict;
  private final List<Criterion> criteria = new ArrayList<>();
  private final List<String> ids = new ArrayList<>();
  private final List<Pair> used = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private UpdatedRange updated = UpdatedRange.ALL;
  private boolean descending;
  private boolean entries = true;
  private boolean total = true;
  private int offset;
  private int count;

  /**
   * @param base of this server, which may stand before a reference
   * @param strict an unknown parameter is an error, not a warning
   */
  SearchReader(String type, String base, int defaultCount, int maxCount, boolean strict) {
    this.type = type;
    this.base = base;
    this.count = defaultCount;
    this.maxCount = maxCount;
    this.strict = strict;
  }

  SearchRequest read(Parameters parameters) throws BadRequest {
    for (Pair pair : parameters.pairs()) {
      if (understood(pair) && !pair.name().equals("_offset")) {
        used.add(pair);
      }
    }
    Query query =
        new Query(
            type,
            List.copyOf(criteria),
            updated.from(),
            updated.until(),
            descending,
            offset,
            count);
    return new SearchRequest(
        query, List.copyOf(ids), entries, total, new Parameters(used), List.copyOf(warnings));
  }

  private boolean understood(Pair pair) throws BadRequest {
    var parameter = SearchParameter.of(type, pair.base());
    boolean known =
        parameter.isPresent()
            || pair.base().equals("_id")
            || pair.base().equals("_lastUpdated")
            || SearchParameter.RESULT.contains(pair.base());
    if (!known) {
      return ignored(pair, "is not supported");
    }
    if (pair.value().isBlank()) {
      // Left out, it would widen the search to everyone.
      throw BadRequest.invalid(pair.base() + ": has no value; leave it out or send one");
    }
    if (parameter.isPresent()) {
      criteria.add(criterion(parameter.get(), pair));
      return true;
    }
    if (!pair.modifier().isEmpty()) {
      throw BadRequest.unsupported(pair.base() + ": takes no modifier");
    }
    return switch (pair.name()) {
      case "_id" -> ids(pair.value());
      case "_lastUpdated" -> updated(pair.value());
      default -> result(pair);
    };
  }

  private boolean ignored(Pair pair, String why) throws BadRequest {
    String name = pair.base().matches("[A-Za-z_.-]{1,40}") ? pair.base() : "A parameter";
    if (strict) {
      throw BadRequest.unsupported(name + ": " + why);
    }
    warnings.add(name + ": " + why + " and was ignored");
    return false;
  }

  private Criterion criterion(SearchParameter parameter, Pair pair) throws BadRequest {
    String modifier = pair.modifier();
    boolean identifier = parameter.isReference() && modifier.equals("identifier");
    boolean typed =
        parameter.isReference() && !modifier.isEmpty() && modifier.equals(parameter.target());
    if (!modifier.isEmpty() && !identifier && !typed) {
      throw BadRequest.unsupported(pair.base() + ": this modifier is not supported");
    }
    List<Alternative> anyOf = new ArrayList<>();
    if (parameter.isReference() && !identifier) {
      for (String value : split(pair)) {
        anyOf.add(reference(pair, ParameterUtil.unescape(value), typed ? modifier + "/" : ""));
      }
    }
    if (!parameter.isReference() || identifier) {
      for (TokenParam token : tokens(pair)) {
        anyOf.add(alternative(pair, token));
      }
    }
    return new Criterion(identifier ? pair.name() : pair.base(), List.copyOf(anyOf));
  }

  private Alternative reference(Pair pair, String value, String type) throws BadRequest {
    String local = value.startsWith(base + "/") ? value.substring(base.length() + 1) : value;
    if (local.isBlank()) {
      throw BadRequest.invalid(pair.base() + ": has an empty value");
    }
    return new Alternative(null, type + local);
  }

  private static Alternative alternative(Pair pair, TokenParam token) throws BadRequest {
    String code = token.getValue();
    boolean anyCode = code == null || code.isEmpty();
    if (anyCode && (token.getSystem() == null || token.getSystem().isEmpty())) {
      throw BadRequest.invalid(pair.base() + ": has an empty value");
    }
    return new Alternative(token.getSystem(), anyCode ? null : code);
  }

  private static List<TokenParam> tokens(Pair pair) throws BadRequest {
    TokenOrListParam list = new TokenOrListParam();
    list.setValuesAsQueryTokens(null, pair.base(), split(pair));
    return list.getValuesAsQueryTokens();
  }

  /** At commas; escapes are left for HAPI's parameter classes. */
  private static QualifiedParamList split(Pair pair) throws BadRequest {
    QualifiedParamList list =
        QualifiedParamList.splitQueryStringByCommasIgnoreEscape(null, pair.value());
    if (list.isEmpty() || list.size() > MAX_ALTERNATIVES) {
      throw BadRequest.invalid(
          pair.base() + ": send 1 to " + MAX_ALTERNATIVES + " values, split by commas");
    }
    return list;
  }

  private boolean ids(String value) throws BadRequest {
    List<String> more = List.of(value.split(","));
    if (more.size() > maxCount) {
      throw BadRequest.invalid("_id: more than " + maxCount + " values");
    }
    if (ids.isEmpty()) {
      ids.addAll(more);
    } else {
      throw BadRequest.unsupported("_id: send it once, with commas");
    }
    return true;
  }

  private boolean updated(String value) throws BadRequest {
    updated = updated.and(value);
    return true;
  }

  private boolean result(Pair pair) throws BadRequest {
    switch (pair.name()) {
      case "_count" -> {
        count = Math.min(number(pair), maxCount);
        entries &= count > 0;
      }
      case "_offset" -> offset = number(pair);
      case "_sort" -> {
        if (!pair.value().equals("_lastUpdated") && !pair.value().equals("-_lastUpdated")) {
          return ignored(pair, "anything but _lastUpdated or -_lastUpdated is not supported");
        }
        descending = pair.value().startsWith("-");
      }
      case "_total" -> total = !pair.value().equals("none");
      case "_summary" -> {
        if (!pair.value().equals("count") && !pair.value().equals("false")) {
          return ignored(pair, "anything but count or false is not supported");
        }
        entries = !pair.value().equals("count");
      }
      default -> {
        // _format and _pretty are about the answer's bytes
      }
    }
    return true;
  }

  private static int number(Pair pair) throws BadRequest {
    if (!pair.value().matches("[0-9]{1,8}") || Integer.parseInt(pair.value()) > MAX_OFFSET) {
      throw BadRequest.invalid(pair.base() + ": not a number from 0 to " + MAX_OFFSET);
    }
    return Integer.parseInt(pair.value());
  }
}
