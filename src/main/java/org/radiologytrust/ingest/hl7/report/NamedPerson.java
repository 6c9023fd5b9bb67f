package org.radiologytrust.ingest.hl7.report;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.radiologytrust.ingest.hl7.message.Hl7Path;

/**
 * Tells a person (XCN: number, family name, given name, further names, suffix, prefix, degree) from
 * a number with its authority (EI: number, namespace, universal id, its type; CX: number, check
 * digit, scheme, authority).
 */
final class NamedPerson {
  private static final Pattern NAME =
      Pattern.compile("\\p{L}[\\p{L}\\p{M}'’ -]*(?:\\.|\\. [\\p{L}\\p{M}.'’ -]+)?");

  /** Types of universal ids (HL7 table 0301) that are no initials. */
  private static final Set<String> TYPES =
      Set.of("ISO", "DNS", "GUID", "UUID", "CLIA", "CLIP", "ACR", "HCD", "HL7", "URI", "X400");

  /** Fields of type EI: no person stands there. */
  private static final Set<String> NUMBERS = Set.of("OBR-2", "OBR-3", "ORC-2", "ORC-3", "IPC-1");

  private static final int FAMILY = 2;
  private static final int GIVEN = 3;
  private static final int FURTHER = 4;
  private static final int PREFIX = 6;
  private static final int DEGREE = 7;

  private NamedPerson() {}

  /** Whether the components of a field name a person behind the first one. */
  static boolean isIn(Reading.Repetition field) {
    Hl7Path path = field.rule().path();
    if (path.component() > 1
        || NUMBERS.contains(path.place())
        || !isName(field.component(FAMILY))) {
      return false;
    }
    boolean titled =
        IntStream.rangeClosed(PREFIX, DEGREE).anyMatch(n -> isName(field.component(n)));
    boolean typed = TYPES.contains(field.component(FURTHER).toUpperCase(Locale.ROOT));
    return titled || isName(field.component(GIVEN)) && !typed;
  }

  private static boolean isName(String component) {
    return NAME.matcher(component).matches();
  }
}
