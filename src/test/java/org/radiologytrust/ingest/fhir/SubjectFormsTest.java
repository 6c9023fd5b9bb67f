package org.radiologytrust.ingest.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.radiologytrust.ingest.fhir.OtherPersonTest.Link;
import org.radiologytrust.ingest.fhir.OtherPersonTest.Message;
import org.radiologytrust.journal.inbox.Inbox.Disposition;
import org.radiologytrust.journal.inbox.Inbox.Parsed;
import org.radiologytrust.journal.inbox.Inbox.Quarantined;
import org.radiologytrust.journal.inbox.IntakeAlarm;

/**
 * All forms of a subject: each reference with each identifier and each text. A resource is read
 * only if its subject is shown to be the report's patient, or names nobody.
 */
@Tag("safety")
class SubjectFormsTest {
  private static final String HERS = "Patient/p1";

  private static final List<String> REFERENCES =
      List.of(
          "",
          " ",
          HERS,
          HERS + "/_history/2",
          "Patient/p2",
          "https://lab.example/fhir/Patient/p2",
          "urn:uuid:7f1b1a52-3f0f-4d67-9c3c-3f6f8f2f7a11",
          "#p9",
          "#",
          "Patient?name=Elsewhere",
          "Patient?identifier=a%7Cb&active=true");

  /** Whose number an identifier is. */
  private enum Number {
    NONE,
    HERS,
    HERS_OLD,
    HERS_WITHOUT_SYSTEM,
    OTHER,
    OTHER_WITHOUT_SYSTEM,
    OF_ANOTHER_SYSTEM,
    HER_VALUE_IN_ANOTHER_SYSTEM,
    WITHOUT_VALUE;

    boolean isHers() {
      return this == HERS || this == HERS_OLD || this == HERS_WITHOUT_SYSTEM;
    }

    boolean isOthers() {
      return this == OTHER || this == OTHER_WITHOUT_SYSTEM;
    }

    Identifier identifier() {
      Identifier hers = FhirSamples.identifier("MR", "MRN77");
      return switch (this) {
        case NONE -> null;
        case HERS -> hers;
        case HERS_OLD -> hers.setUse(IdentifierUse.OLD);
        case HERS_WITHOUT_SYSTEM -> hers.setSystem(null);
        case OTHER -> hers.setValue("MRN99");
        case OTHER_WITHOUT_SYSTEM -> hers.setValue("MRN99").setSystem(null);
        case OF_ANOTHER_SYSTEM -> hers.setValue("5").setSystem("urn:oid:9.9");
        case HER_VALUE_IN_ANOTHER_SYSTEM -> hers.setSystem("urn:oid:9.9");
        case WITHOUT_VALUE -> hers.setValue(null);
      };
    }
  }

  private static final List<String> HER_WORDS = List.of("Ann Canaryname", "CANARYNAME, Ann");

  private static final List<String> WORDS =
      Stream.concat(
              Stream.of("", " ", "Otto Elsewhere", "Zoe Canaryname", "A. C.", "MRN77", "77"),
              HER_WORDS.stream())
          .toList();

  static Stream<Arguments> numbers() {
    return Stream.of(Number.values())
        .flatMap(number -> REFERENCES.stream().map(reference -> Arguments.of(number, reference)));
  }

  /** Says in plain rules what the product weighs in points. */
  private static boolean isRead(Number number, String reference, String words) {
    boolean said = !reference.isBlank() || number != Number.NONE || !words.isBlank();
    if (!said || number.isHers()) {
      return true;
    } else if (number.isOthers()) {
      return false;
    } else if (reference.startsWith(HERS)) {
      return true;
    }
    boolean wordsAlone = number == Number.NONE || number == Number.WITHOUT_VALUE;
    return wordsAlone && reference.isBlank() && HER_WORDS.contains(words);
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void isReadOnlyIfShown(Number number, String reference) {
    for (Link link : Link.values()) {
      String words = WORDS.get((link.ordinal() + number.ordinal()) % WORDS.size());
      for (String type : List.of("", "Patient")) {
        Message m = new Message();
        Resource resource = link.add(m);
        Reference subject = new Reference().setIdentifier(number.identifier());
        subject.setReference(reference.isEmpty() ? null : reference);
        subject.setDisplay(words.isEmpty() ? null : words);
        subject.setType(type.isEmpty() ? null : type);
        link.name(resource, subject);
        if (type.isEmpty()) {
          m.locate();
        }
        Disposition read = m.read();
        String form = link + " " + number + " " + reference + " '" + words + "': " + read;
        assertEquals(isRead(number, reference, words), read instanceof Parsed, form);
        if (read instanceof Quarantined refused) {
          assertEquals(Set.of(IntakeAlarm.OTHER_PERSON), refused.alarms(), form);
          assertTrue(Stream.of("MRN", "Otto", "Zoe").noneMatch(refused.reason()::contains), form);
        }
      }
    }
  }
}
