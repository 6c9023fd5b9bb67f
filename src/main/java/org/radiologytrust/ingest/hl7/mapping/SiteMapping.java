package org.radiologytrust.ingest.hl7.mapping;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.hl7.message.Hl7Path;
import org.radiologytrust.ingest.hl7.message.Segment;
import org.radiologytrust.model.Author;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.Section;

/**
 * How the messages of a facility are read: one file {@code sites/NAME.yaml}, with what it leaves
 * out taken from {@code sites/default.yaml}. Immutable.
 *
 * @param source the file
 * @param sender whose messages it is for
 * @param radiology which orders are radiology; all must hold
 * @param fields where values stand; a list for each of {@link MappedField}
 * @param modalities further codes of modalities
 * @param authors who had a part in a report
 * @param authorities maps an assigning authority (CX.4 namespace) to the URI of its identifiers
 * @param charset of all messages, whatever MSH-18 says; empty for MSH-18 and the settings
 * @param zone of times without an offset; null for that of the settings
 * @param ignoresWithoutResults whether messages that carry no result are ignored, not refused; null
 *     for what the settings say
 */
public record SiteMapping(
    Source source,
    Sender sender,
    List<Filter> radiology,
    Map<MappedField, List<Rule>> fields,
    Map<String, String> modalities,
    Statuses statuses,
    Sections sections,
    Authors authors,
    Map<String, String> authorities,
    String charset,
    @Nullable ZoneId zone,
    @Nullable Boolean ignoresWithoutResults) {

  /**
   * The file of a mapping.
   *
   * @param name such as {@code sites/north.yaml}
   * @param version the beginning of the SHA-256 of the file
   */
  public record Source(String name, String version) {
    @Override
    public String toString() {
      return name + " (" + version + ")";
    }
  }

  /**
   * Whose messages a mapping is for.
   *
   * @param facilities namespaces or universal ids of MSH-4; if it is empty, every facility
   * @param applications namespaces or universal ids of MSH-3; if it is empty, every application
   */
  record Sender(Set<String> facilities, Set<String> applications) {
    boolean matches(Segment msh) {
      return named(msh, 4, facilities) && named(msh, 3, applications);
    }

    private static boolean named(Segment msh, int field, Set<String> names) {
      return names.isEmpty()
          || names.contains(msh.value(field, 1))
          || names.contains(msh.value(field, 2));
    }
  }

  /**
   * A condition on an order.
   *
   * @param values one of which the field must have, or must not have
   * @param prefixes beginnings of such values
   * @param wanted whether the field must have a value, or must not
   */
  public record Filter(Rule rule, Set<String> values, Set<String> prefixes, boolean wanted) {
    public boolean passes(List<String> found) {
      List<String> all = found.isEmpty() ? List.of("") : found;
      return wanted == all.stream().anyMatch(this::lists);
    }

    private boolean lists(String value) {
      return values.contains(value) || prefixes.stream().anyMatch(value::startsWith);
    }
  }

  /**
   * How a status is read.
   *
   * @param words further codes and words, in lower case
   */
  public record Statuses(List<Rule> fields, Map<String, ReportStatus> words) {}

  /**
   * How a section is read.
   *
   * @param fields of OBX that may have its code
   * @param codes further codes
   * @param headings headings in the text, in lower case
   */
  public record Sections(
      List<Rule> fields, Map<String, Section> codes, Map<String, Section> headings) {}

  /**
   * How the authors of a report are read.
   *
   * @param software names and identifiers of software, in lower case
   * @param templates names and identifiers of standard texts, in lower case
   */
  public record Authors(
      Map<Part, List<Field>> fields, Set<String> software, Set<String> templates) {
    /** A list of fields in the file. */
    public enum Part {
      INTERPRETED,
      DRAFTED,
      DICTATED,
      TRANSCRIBED,
      EDITED,
      SIGNED;

      String key() {
        return name().toLowerCase(Locale.ROOT);
      }
    }

    /**
     * A field that names an author.
     *
     * @param times fields of the same segment with the time; the first that has one counts
     */
    public record Field(Rule rule, List<Hl7Path> times, Author.Kind kind) {}

    public List<Field> of(Part part) {
      return fields.get(part);
    }
  }

  public List<Rule> rules(MappedField field) {
    return fields.get(field);
  }
}
