package org.radiologytrust.model;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Weighs whether two sources can mean one patient: identifiers, name, birth date and sex together,
 * so that a typing error in one does not decide alone. What one side lacks counts nothing. Other
 * identifiers of one authority always decide.
 */
public final class PatientMatch {
  /** What is compared. */
  public enum Attribute {
    IDENTIFIER("identifier"),
    NAME("name"),
    BIRTH_DATE("birth date"),
    SEX("sex");

    private final String words;

    Attribute(String words) {
      this.words = words;
    }
  }

  /**
   * How an attribute compares, with its points. They are chosen so that an identifier and the full
   * name outweigh one other attribute but not two, and twins (family name, birth date and sex) do
   * not outweigh other identifiers.
   */
  enum Agreement {
    /** An identifier is the same. */
    SAME_ID(5),
    /** Other identifiers of different authorities: a patient has several. */
    ID_ELSEWHERE(-1),
    /** Other identifiers of what may be one authority: all else together does not outweigh that. */
    OTHER_ID(-6),
    /**
     * The same within one message, unless the authority is known: name and birth date outweigh it.
     */
    PERHAPS_OTHER_ID(-4),
    /** Family and given names share a part each, in any order. */
    SAME_NAME(3),
    /** One part is shared: twins, or a married name. */
    PART_OF_NAME(1),
    OTHER_NAME(-5),
    SAME_BIRTH_DATE(2),
    /** Day and month swapped, or one digit off: a typing error is likely. */
    NEAR_BIRTH_DATE(-1),
    OTHER_BIRTH_DATE(-7),
    SAME_SEX(1),
    /** A typing error is likely if all else agrees. */
    OTHER_SEX(-6),
    UNKNOWN(0);

    private final int points;

    Agreement(int points) {
      this.points = points;
    }
  }

  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}]+");

  /** A shorter part of a name is an initial or a particle. */
  private static final int SHORTEST_PART = 3;

  private final Map<Attribute, Agreement> agreements = new EnumMap<>(Attribute.class);

  private PatientMatch(Patient a, Patient b, Agreement identifiers, Agreement names) {
    agreements.put(Attribute.IDENTIFIER, identifiers);
    agreements.put(Attribute.NAME, names);
    agreements.put(Attribute.BIRTH_DATE, births(a.birthDate(), b.birthDate()));
    agreements.put(Attribute.SEX, sexes(a.sex(), b.sex()));
  }

  /** Compares the patients of two sources: a message and a study, or two messages. */
  public static PatientMatch of(Patient a, Patient b) {
    return new PatientMatch(a, b, identifiers(a, b), names(a, b));
  }

  /**
   * Compares two mentions of a patient in one message. Its sender has put them together, and its
   * parts often come from systems with numbers of their own. So identifiers of different
   * authorities say nothing, and those of an unknown authority are outweighed by name and birth
   * date. Names in different scripts say nothing either.
   */
  public static PatientMatch inOneMessage(Patient a, Patient b) {
    Agreement names = sharesScript(a, b) ? names(a, b) : Agreement.UNKNOWN;
    return new PatientMatch(a, b, identifiersInOneMessage(a, b), names);
  }

  /**
   * Whether they are different persons: something contradicts, and the rest does not outweigh it.
   */
  public boolean contradicts() {
    return !contradicting().isEmpty()
        && agreements.values().stream().mapToInt(agreement -> agreement.points).sum() <= 0;
  }

  /**
   * Whether name and birth date are known and the same, and the sex does not differ. With the same
   * identifier, that is one person beyond doubt.
   */
  public boolean isOnePerson() {
    return agreements.get(Attribute.NAME) == Agreement.SAME_NAME
        && agreements.get(Attribute.BIRTH_DATE) == Agreement.SAME_BIRTH_DATE
        && agreements.get(Attribute.SEX) != Agreement.OTHER_SEX;
  }

  /** Whether something shows one person: an identifier, or the full name. */
  public boolean isShown() {
    return agreements.get(Attribute.IDENTIFIER) == Agreement.SAME_ID || isSameName();
  }

  /** Whether family and given names share a part each. */
  public boolean isSameName() {
    return agreements.get(Attribute.NAME) == Agreement.SAME_NAME;
  }

  /** The attributes that speak against one person. */
  public List<Attribute> contradicting() {
    return agreements.entrySet().stream()
        .filter(entry -> entry.getValue().points < 0)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** What speaks against one person, in words without values: {@code identifier, name}. */
  public String differing() {
    return contradicting().stream()
        .map(attribute -> attribute.words)
        .collect(Collectors.joining(", "));
  }

  private static Agreement identifiersInOneMessage(Patient a, Patient b) {
    Agreement strict = identifiers(a, b);
    return switch (strict) {
      case ID_ELSEWHERE -> Agreement.UNKNOWN;
      case OTHER_ID -> sharesAuthority(a, b) ? strict : Agreement.PERHAPS_OTHER_ID;
      default -> strict;
    };
  }

  /** Whether both name the same authority. */
  private static boolean sharesAuthority(Patient a, Patient b) {
    Set<String> named = NumbersOfPerson.systems(a.identifiers());
    named.remove("");
    return !Collections.disjoint(named, NumbersOfPerson.systems(b.identifiers()));
  }

  private static Agreement identifiers(Patient a, Patient b) {
    return switch (a.numbers(b)) {
      case SAME -> Agreement.SAME_ID;
      case PARTED, OTHER -> Agreement.OTHER_ID;
      case ELSEWHERE -> Agreement.ID_ELSEWHERE;
      case UNKNOWN -> Agreement.UNKNOWN;
    };
  }

  private static Agreement names(Patient a, Patient b) {
    Set<String> family = parts(a.familyName());
    Set<String> given = parts(a.givenName());
    Set<String> otherFamily = parts(b.familyName());
    Set<String> otherGiven = parts(b.givenName());
    if (family.isEmpty() && given.isEmpty() || otherFamily.isEmpty() && otherGiven.isEmpty()) {
      return Agreement.UNKNOWN;
    }
    boolean inOrder = shared(family, otherFamily) && shared(given, otherGiven);
    boolean swapped = shared(family, otherGiven) && shared(given, otherFamily);
    if (inOrder || swapped) {
      return Agreement.SAME_NAME;
    }
    boolean part =
        shared(family, otherFamily)
            || shared(given, otherGiven)
            || shared(family, otherGiven)
            || shared(given, otherFamily);
    return part ? Agreement.PART_OF_NAME : Agreement.OTHER_NAME;
  }

  /** The words of a name without case and marks; its initials only if there is nothing else. */
  private static Set<String> parts(String name) {
    String plain =
        MARKS
            .matcher(Normalizer.normalize(name, Normalizer.Form.NFKD))
            .replaceAll("")
            .toLowerCase(Locale.ROOT)
            .replace("ß", "ss")
            .replace("ø", "o")
            .replace("ł", "l");
    Set<String> all =
        BETWEEN_WORDS
            .splitAsStream(plain)
            .filter(part -> !part.isEmpty())
            .collect(Collectors.toSet());
    Set<String> words =
        all.stream().filter(part -> part.length() >= SHORTEST_PART).collect(Collectors.toSet());
    return words.isEmpty() ? all : words;
  }

  private static boolean shared(Set<String> a, Set<String> b) {
    return a.stream().anyMatch(b::contains);
  }

  /** Whether the names have a script in common: Latin letters cannot be compared with others. */
  private static boolean sharesScript(Patient a, Patient b) {
    Set<UnicodeScript> scripts = scripts(a);
    scripts.retainAll(scripts(b));
    return !scripts.isEmpty();
  }

  private static Set<UnicodeScript> scripts(Patient patient) {
    return (patient.familyName() + patient.givenName())
        .codePoints()
        .filter(Character::isLetter)
        .mapToObj(UnicodeScript::of)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(UnicodeScript.class)));
  }

  private static Agreement births(@Nullable LocalDate a, @Nullable LocalDate b) {
    if (a == null || b == null) {
      return Agreement.UNKNOWN;
    }
    if (a.equals(b)) {
      return Agreement.SAME_BIRTH_DATE;
    }
    return swapped(a, b) || oneDigit(a, b) ? Agreement.NEAR_BIRTH_DATE : Agreement.OTHER_BIRTH_DATE;
  }

  private static boolean swapped(LocalDate a, LocalDate b) {
    try {
      return LocalDate.of(a.getYear(), a.getDayOfMonth(), a.getMonthValue()).equals(b);
    } catch (DateTimeException e) {
      return false; // the day is no month
    }
  }

  private static boolean oneDigit(LocalDate a, LocalDate b) {
    String x = a.toString();
    String y = b.toString();
    int different = 0;
    for (int i = 0; i < Math.min(x.length(), y.length()); i++) {
      different += x.charAt(i) == y.charAt(i) ? 0 : 1;
    }
    return x.length() == y.length() && different == 1;
  }

  private static Agreement sexes(Sex a, Sex b) {
    if (a.contradicts(b)) {
      return Agreement.OTHER_SEX;
    }
    return a == b && a != Sex.UNKNOWN ? Agreement.SAME_SEX : Agreement.UNKNOWN;
  }
}
