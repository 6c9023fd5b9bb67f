package org.radiologytrust.fhirread;

import ca.uhn.fhir.context.FhirContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Enumerations.SearchParamType;
import org.radiologytrust.fhirread.Parameters.Pair;
import org.radiologytrust.journal.results.ResourceStore.Alternative;
import org.radiologytrust.journal.results.ResourceStore.Criterion;
import org.radiologytrust.journal.results.ResourceStore.Query;

/**
 * Reads the parameters of a search. Ignoring an unknown one would widen the search, so it is an
 * error, or a warning if the client asks for lenient handling.
 */
final class SearchReader {
  /**
   * Most characters of a query. The link to the next page repeats it, within the HTTP server's
   * limit.
   */
  private static final int LONGEST = 60_000;

  private final FhirContext fhir;
  private final Instant now;
  private final String type;
  private final String base;
  private final SearchBounds bounds;
  private final boolean lenient;
  private final List<Criterion> criteria = new ArrayList<>();
  private final List<Pair> used = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private Optional<Cursor> cursor = Optional.empty();
  private UpdatedRange updated = UpdatedRange.ALL;
  private boolean descending;
  private boolean entries = true;
  private boolean total = true;
  private int count;
  private boolean byDate;
  private Subset subset = Subset.ALL;
  private final Set<Inclusion> included = new LinkedHashSet<>();
  private final Set<Inclusion> includedBack = new LinkedHashSet<>();

  /**
   * @param now the time, for approximate dates
   * @param base URL of this server, which a reference may begin with
   */
  SearchReader(
      FhirContext fhir,
      Instant now,
      String type,
      String base,
      SearchBounds bounds,
      boolean lenient) {
    this.fhir = fhir;
    this.now = now;
    this.type = type;
    this.base = base;
    this.bounds = bounds;
    this.lenient = lenient;
    this.count = bounds.count();
  }

  SearchRequest read(Parameters parameters) throws BadRequest {
    for (Pair pair : parameters.pairs()) {
      if (understood(pair) && !pair.name().equals("_cursor")) {
        used.add(pair);
      }
    }
    int values = criteria.stream().mapToInt(criterion -> criterion.anyOf().size()).sum();
    if (values > bounds.maxValues()) {
      throw BadRequest.invalid(
          "A search has at most "
              + bounds.maxValues()
              + " values, this one has "
              + values
              + ": send several searches");
    }
    Parameters again = new Parameters(List.copyOf(used));
    if (again.encoded().length() > LONGEST) {
      throw BadRequest.invalid(
          "A search has at most " + LONGEST + " characters: send several searches");
    }
    Query query =
        new Query(
            type,
            List.copyOf(criteria),
            updated.from(),
            updated.until(),
            cursor.map(Cursor::descending).orElse(descending),
            cursor.map(Cursor::place).orElse(null),
            entries ? count : 0,
            cursor.isEmpty() && (total || !entries),
            cursor.map(Cursor::byDate).orElse(byDate));
    return new SearchRequest(
        query,
        cursor,
        entries,
        List.copyOf(included),
        List.copyOf(includedBack),
        subset,
        new Parameters(used),
        List.copyOf(warnings));
  }

  private boolean understood(Pair pair) throws BadRequest {
    ParameterName name = ParameterName.of(pair.name());
    Optional<SearchParameter> parameter = SearchParameter.of(type, name.name());
    boolean common =
        SearchParameter.EVERYWHERE.contains(name.name())
            || SearchParameter.RESULT.contains(name.name());
    boolean chained = !name.chain().isEmpty();
    if (parameter.isEmpty() && !common
        || chained && !parameter.map(name::asksIdentifier).orElse(false)) {
      return unknown(name.shown() + ": is not supported");
    }
    if (pair.value().isBlank()) {
      // Ignoring it would widen the search to all patients.
      throw BadRequest.invalid(name.shown() + ": has no value; leave it out or send one");
    }
    if (parameter.isPresent()) {
      criteria.add(criterion(parameter.get(), name, pair.value()));
      return true;
    }
    if (!name.modifier().isEmpty()) {
      boolean iterate = List.of("iterate", "recurse").contains(name.modifier());
      throw BadRequest.unsupported(
          name.shown()
              + (iterate
                  ? ": is not supported; what is included is not followed further, so search it"
                  : ": takes no modifier"));
    }
    switch (name.name()) {
      case "_id" -> criteria.add(new Criterion("_id", new Values("_id", pair.value()).ids()));
      case "_lastUpdated" -> updated = updated.and(pair.value());
      default -> {
        return result(name.name(), pair.value());
      }
    }
    return true;
  }

  /** Returns false if the parameter was ignored. */
  private boolean unknown(String problem) throws BadRequest {
    if (!lenient) {
      throw BadRequest.unsupported(
          problem
              + ". "
              + SearchParameter.known(type)
              + ". With the header Prefer: handling=lenient it is ignored");
    }
    warnings.add(problem + " and was ignored");
    return false;
  }

  private Criterion criterion(SearchParameter parameter, ParameterName name, String value)
      throws BadRequest {
    Values values = new Values(name.shown(), value);
    if (name.asksIdentifier(parameter)) {
      return new Criterion(parameter.name() + ":identifier", values.tokens());
    }
    boolean typed = parameter.isReference() && name.modifier().equals(parameter.target());
    if (!name.modifier().isEmpty() && !typed) {
      throw BadRequest.unsupported(name.shown() + ": this modifier is not supported");
    }
    if (parameter.type() == SearchParamType.DATE) {
      return new Criterion(Criterion.DATED, values.dates(now));
    }
    List<Alternative> anyOf =
        switch (parameter.type()) {
          case REFERENCE -> values.references(base, parameter.target());
          case QUANTITY -> values.quantities();
          default -> values.tokens();
        };
    return new Criterion(parameter.name(), anyOf);
  }

  private boolean result(String name, String value) throws BadRequest {
    switch (name) {
      case "_count" -> {
        count = Math.min(number(value), bounds.maxCount());
        entries &= count > 0;
      }
      case "_cursor" -> cursor = Optional.of(Cursor.decode(value));
      case "_sort" -> {
        String by = value.replaceFirst("^-", "");
        if (!SearchParameter.sorts(type).contains(by)) {
          return unknown(
              "_sort: anything but one of "
                  + String.join(", ", SearchParameter.sorts(type))
                  + ", each also with a minus sign, is not supported");
        }
        descending = value.startsWith("-");
        byDate = !by.equals("_lastUpdated");
      }
      case "_total" -> {
        if (!List.of("none", "estimate", "accurate").contains(value)) {
          return unknown("_total: anything but none, estimate and accurate is not supported");
        }
        total = !value.equals("none");
      }
      case "_summary" -> {
        return summary(value);
      }
      case "_elements" -> {
        return elements(value);
      }
      case "_include" -> {
        return inclusion(value, "_include", Inclusion.from(type), included);
      }
      case "_revinclude" -> {
        return inclusion(value, "_revinclude", Inclusion.backTo(type), includedBack);
      }
      default -> {
        // _format and _pretty only affect the encoding
      }
    }
    return true;
  }

  private boolean summary(String value) throws BadRequest {
    if (value.equals("count")) {
      entries = false;
      return true;
    }
    if (!Subset.SUMMARIES.contains(value)) {
      return unknown("_summary: anything but count, true, text, data and false is not supported");
    }
    return narrowed("_summary", Subset.summary(value));
  }

  private boolean elements(String value) throws BadRequest {
    Set<String> names = new LinkedHashSet<>();
    boolean understood = true;
    for (String name : value.split(",")) {
      String element = name.strip().replaceFirst("^" + type + "\\.", "");
      if (Subset.hasElement(fhir, type, element)) {
        names.add(element);
      } else {
        understood = unknown("_elements: has a name that is no element of " + type);
      }
    }
    return names.isEmpty() ? understood : narrowed("_elements", Subset.elements(names));
  }

  private boolean narrowed(String name, Subset to) throws BadRequest {
    if (!subset.isAll()) {
      throw BadRequest.invalid(name + ": send one _summary or one _elements");
    }
    subset = to;
    return true;
  }

  private boolean inclusion(
      String value, String name, List<Inclusion> known, Set<Inclusion> inclusions)
      throws BadRequest {
    List<Inclusion> meant = known.stream().filter(i -> i.isMeantBy(value)).toList();
    if (meant.isEmpty()) {
      return unknown(
          known.isEmpty()
              ? name + ": " + type + " has none"
              : name
                  + ": anything but "
                  + String.join(", ", Inclusion.values(known))
                  + " is not supported");
    }
    inclusions.addAll(meant);
    return true;
  }

  private static int number(String value) throws BadRequest {
    if (!value.matches("[0-9]{1,8}")) {
      throw BadRequest.invalid("_count: not a number from 0 to 99999999");
    }
    return Integer.parseInt(value);
  }
}
