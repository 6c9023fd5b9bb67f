package org.radiologytrust.presign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.radiologytrust.model.EarlierReport;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Sex;
import org.radiologytrust.presign.DraftDesk.Refused;

/**
 * The body of {@code POST /api/check} as JSON; docs/presign.md has its fields.
 *
 * @param text as it was sent
 * @param report without the text
 * @param earlier the patient's earlier reports
 */
record CheckRequest(String text, Report.Builder report, List<EarlierReport> earlier) {
  /**
   * Reads a body.
   *
   * @param site to which the report belongs
   * @throws Refused if it has an unknown field or a wrong value, or no text
   */
  static CheckRequest of(byte[] body, String site) throws Refused {
    ObjectNode json = StrictJson.object(body);
    only(json, "", Set.of("text", "order", "patient", "studied", "earlier"));
    ObjectNode order = StrictJson.child(json, "", "order").orElse(StrictJson.object());
    only(order, "order.", Set.of("procedure", "modality", "bodyPart", "side"));
    ObjectNode patient = StrictJson.child(json, "", "patient").orElse(StrictJson.object());
    only(patient, "patient.", Set.of("born", "sex", "id", "system", "family", "given"));
    DraftFacts facts =
        new DraftFacts(
            word(order, "procedure"),
            word(order, "modality"),
            word(order, "bodyPart"),
            word(order, "side"),
            StrictJson.date(patient, "patient.", "born"),
            sex(StrictJson.text(patient, "patient.", "sex").orElse("")),
            StrictJson.date(json, "", "studied"),
            new DraftFacts.Person(
                part(patient, "system"),
                part(patient, "id"),
                part(patient, "family"),
                part(patient, "given")));
    return new CheckRequest(
        StrictJson.text(json, "", "text").orElseThrow(() -> new Refused("text is missing")),
        facts.report(site),
        earlier(json, facts, site));
  }

  private static String word(ObjectNode order, String name) throws Refused {
    return StrictJson.text(order, "order.", name).orElse("");
  }

  private static String part(ObjectNode patient, String name) throws Refused {
    return StrictJson.text(patient, "patient.", name).orElse("").strip();
  }

  private static void only(ObjectNode json, String path, Set<String> known) throws Refused {
    for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
      if (!known.contains(names.next())) {
        throw new Refused(
            (path.isEmpty() ? "the body" : path.replace(".", ""))
                + " has a field that is not known: it takes "
                + String.join(", ", known.stream().sorted().toList()));
      }
    }
  }

  private static Sex sex(String value) throws Refused {
    return switch (value) {
      case "female" -> Sex.FEMALE;
      case "male" -> Sex.MALE;
      case "other" -> Sex.OTHER;
      case "", "unknown" -> Sex.UNKNOWN;
      default -> throw new Refused("patient.sex must be female, male, other or unknown");
    };
  }

  /** Newest first. */
  private static List<EarlierReport> earlier(ObjectNode json, DraftFacts facts, String site)
      throws Refused {
    var earlier = json.path("earlier");
    List<EarlierReport> reports = new ArrayList<>();
    if (earlier.isMissingNode() || earlier.isNull()) {
      return reports;
    }
    if (!earlier.isArray()) {
      throw new Refused("earlier must be a list");
    }
    for (var one : earlier) {
      if (!(one instanceof ObjectNode report)) {
        throw new Refused("earlier must be a list of objects");
      }
      reports.add(earlierReport(report, facts, site));
    }
    reports.sort(Comparator.comparing(EarlierReport::studied).reversed());
    return reports;
  }

  private static EarlierReport earlierReport(ObjectNode report, DraftFacts facts, String site)
      throws Refused {
    only(report, "earlier.", Set.of("studied", "procedure", "text"));
    LocalDate studied = required(StrictJson.date(report, "earlier.", "studied"), "studied");
    String text = required(StrictJson.text(report, "earlier.", "text"), "text");
    String procedure = StrictJson.text(report, "earlier.", "procedure").orElse("");
    DraftFacts of =
        new DraftFacts(
            procedure,
            "",
            "",
            "",
            facts.born(),
            facts.sex(),
            Optional.of(studied),
            DraftFacts.Person.UNKNOWN);
    return EarlierReport.of("", studied, of.report(site).text(Report.canonicalText(text)).build());
  }

  private static <T> T required(Optional<T> value, String name) throws Refused {
    return value.orElseThrow(() -> new Refused("earlier." + name + " is missing"));
  }

  /** Withholds the report, because a record's default text may reach a log. */
  @Override
  public String toString() {
    return "CheckRequest[withheld]";
  }
}
