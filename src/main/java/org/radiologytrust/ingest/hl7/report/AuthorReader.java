package org.radiologytrust.ingest.hl7.report;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.PersonName;
import org.radiologytrust.ingest.hl7.mapping.SiteMapping;
import org.radiologytrust.ingest.hl7.mapping.SiteMapping.Authors.Part;
import org.radiologytrust.ingest.hl7.message.Hl7Path;
import org.radiologytrust.ingest.hl7.message.Hl7Time;
import org.radiologytrust.ingest.hl7.message.OrderGroup;
import org.radiologytrust.ingest.hl7.message.Segment;
import org.radiologytrust.model.Author;
import org.radiologytrust.model.Author.Kind;
import org.radiologytrust.model.Author.Role;
import org.radiologytrust.model.ReportStatus;

/**
 * Reads who drafted, dictated, transcribed, edited or signed a report, from the fields of the
 * mapping.
 *
 * <p>OBR-32 to 35 are NDL: the name is the first component, in subcomponents. Most systems send the
 * person in components instead, as XCN, and some only a name or an identifier.
 */
final class AuthorReader {
  /** Of a report for which somebody answers. */
  private static final Set<ReportStatus> SIGNED =
      Set.of(
          ReportStatus.FINAL, ReportStatus.AMENDED, ReportStatus.CORRECTED, ReportStatus.APPENDED);

  private static final Map<Part, Role> ROLES =
      Map.of(
          Part.DRAFTED, Role.DRAFTED,
          Part.DICTATED, Role.DICTATED,
          Part.TRANSCRIBED, Role.TRANSCRIBED,
          Part.EDITED, Role.EDITED,
          Part.SIGNED, Role.SIGNED);

  /** The parts whose persons interpreted the images, the surest first. */
  private static final List<Part> INTERPRETERS =
      List.of(Part.INTERPRETED, Part.SIGNED, Part.DICTATED);

  private static final Pattern LETTER = Pattern.compile("\\p{L}");
  private static final Pattern DIGIT = Pattern.compile("\\p{Nd}");

  private final Reading reading;
  private final ZoneId zone;

  /**
   * Creates a reader.
   *
   * @param zone of times without an offset
   */
  AuthorReader(Reading reading, ZoneId zone) {
    this.reading = reading;
    this.zone = zone;
  }

  /**
   * The result.
   *
   * @param radiologist the name of the first person who interpreted the images, or the identifier
   *     if there is no name; empty if the message names nobody
   */
  record Found(List<Author> authors, String radiologist) {}

  /**
   * Reads the authors.
   *
   * @param main the order that identifies the report; it comes before the others
   */
  Found read(OrderGroup main, List<OrderGroup> groups, ReportStatus status) {
    List<OrderGroup> all = Stream.concat(Stream.of(main), groups.stream()).distinct().toList();
    Set<Author> authors = new LinkedHashSet<>();
    for (Part part : Part.values()) {
      for (SiteMapping.Authors.Field field : reading.mapping().authors().of(part)) {
        for (OrderGroup group : all) {
          for (Segment segment : group.all(field.rule().path().segment())) {
            authors.addAll(read(part, field, segment, status));
          }
        }
      }
    }
    return new Found(authors.stream().limit(Author.MOST).toList(), radiologist(all));
  }

  private List<Author> read(
      Part part, SiteMapping.Authors.Field field, Segment segment, ReportStatus status) {
    List<Author> authors = new ArrayList<>();
    Hl7Path path = field.rule().path();
    for (String repetition : path.repetitions(segment)) {
      String name = name(field, segment, repetition);
      if (!name.isEmpty()) {
        Kind kind = kind(field, segment, repetition);
        Role role = role(part, kind, status);
        authors.add(new Author(role, kind, name, time(field, segment, repetition), path.place()));
        reading.used(
            new Reading.Found(name, field.rule(), segment),
            role.name().toLowerCase(Locale.ROOT)
                + " by "
                + (kind == Kind.PERSON ? "a person" : kind.name().toLowerCase(Locale.ROOT)));
      }
    }
    return authors;
  }

  private String radiologist(List<OrderGroup> groups) {
    for (Part part : INTERPRETERS) {
      for (OrderGroup group : groups) {
        for (SiteMapping.Authors.Field field : reading.mapping().authors().of(part)) {
          for (Segment segment : group.all(field.rule().path().segment())) {
            for (String repetition : field.rule().path().repetitions(segment)) {
              String name = name(field, segment, repetition);
              if (!name.isEmpty() && kind(field, segment, repetition) == Kind.PERSON) {
                return name;
              }
            }
          }
        }
      }
    }
    return "";
  }

  private static Role role(Part part, Kind kind, ReportStatus status) {
    if (kind != Kind.PERSON) {
      return Role.DRAFTED;
    }
    return part != Part.INTERPRETED
        ? ROLES.get(part)
        : SIGNED.contains(status) ? Role.SIGNED : Role.DICTATED;
  }

  private Kind kind(SiteMapping.Authors.Field field, Segment segment, String repetition) {
    SiteMapping.Authors authors = reading.mapping().authors();
    List<String> names =
        List.of(folded(name(field, segment, repetition)), folded(segment.part(repetition, 1)));
    return names.stream().anyMatch(authors.software()::contains)
        ? Kind.SOFTWARE
        : names.stream().anyMatch(authors.templates()::contains) ? Kind.TEMPLATE : field.kind();
  }

  private static String folded(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }

  private @Nullable Instant time(
      SiteMapping.Authors.Field field, Segment segment, String repetition) {
    Hl7Path path = field.rule().path();
    for (Hl7Path time : field.times()) {
      List<String> values =
          time.field() == path.field()
              ? List.of(time.value(segment, repetition))
              : time.values(segment);
      for (String value : values) {
        Instant instant = Hl7Time.instant(value, zone);
        if (instant != null) {
          return instant;
        }
      }
    }
    return null;
  }

  private static String name(SiteMapping.Authors.Field field, Segment segment, String repetition) {
    Hl7Path path = field.rule().path();
    if (field.kind() != Kind.PERSON || path.component() != 1) {
      return PersonName.line(path.value(segment, repetition));
    }
    // an NDL has subcomponents where an XCN has an identifier
    return segment.part(repetition, 1, 2).isEmpty()
        ? person(
            segment.part(repetition, 1),
            word(segment.part(repetition, 2)),
            word(segment.part(repetition, 3)),
            word(segment.part(repetition, 4)))
        : person(
            segment.part(repetition, 1, 1),
            segment.part(repetition, 1, 2),
            segment.part(repetition, 1, 3),
            segment.part(repetition, 1, 4));
  }

  /** The part of a name; empty for the times that an NDL has in these components. */
  private static String word(String part) {
    return LETTER.matcher(part).find() ? part : "";
  }

  private static String person(String id, String family, String given, String middle) {
    if (family.isEmpty() && given.isEmpty()) {
      return PersonName.line(id);
    }
    if (given.isEmpty() && LETTER.matcher(id).find() && !DIGIT.matcher(id).find()) {
      // a name without an identifier before it: the family name is where the identifier belongs
      return PersonName.of(id, family);
    }
    return PersonName.of(family, given + " " + middle);
  }
}
