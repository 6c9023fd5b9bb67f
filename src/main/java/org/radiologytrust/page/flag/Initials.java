package org.radiologytrust.page.flag;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.model.Patient;

/** A patient's initials, such as {@code P. P.}: enough to find a row, and no name on the screen. */
public final class Initials {
  private Initials() {}

  /** Given name before family name; empty if neither has a letter. */
  public static String of(String givenName, String familyName) {
    return Stream.of(givenName, familyName)
        .map(Initials::first)
        .filter(letter -> !letter.isEmpty())
        .collect(Collectors.joining(" "));
  }

  /** Such as {@code A. Kellner}; empty if the patient has no name. */
  static String withFamilyName(Patient patient) {
    return Stream.of(first(patient.givenName()), patient.familyName().strip())
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(" "));
  }

  private static String first(String name) {
    return name.codePoints()
        .filter(Character::isLetter)
        .mapToObj(c -> Character.toString(Character.toUpperCase(c)) + ".")
        .findFirst()
        .orElse("");
  }
}
