package org.radiologytrust.page.check;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.model.Sex;
import org.radiologytrust.page.door.PageRequest;
import org.radiologytrust.page.door.Times;
import org.radiologytrust.presign.DraftDesk.Refused;
import org.radiologytrust.presign.DraftFacts;

/**
 * The fields of the form, as they were typed. The page gives them back with each answer, because
 * the server keeps none of them.
 *
 * @param studied day of the examination
 */
record DraftForm(
    String text,
    String procedure,
    String born,
    String sex,
    String studied,
    String id,
    String family,
    String given) {
  static final DraftForm EMPTY = new DraftForm("", "", "", "", "", "", "", "");

  static DraftForm of(PageRequest request) {
    return new DraftForm(
        request.field("text"),
        request.field("procedure").strip(),
        request.field("born").strip(),
        request.field("sex"),
        request.field("studied").strip(),
        request.field("id").strip(),
        request.field("family").strip(),
        request.field("given").strip());
  }

  /**
   * @throws Refused if a field has a wrong value
   */
  DraftFacts facts() throws Refused {
    return new DraftFacts(
        procedure,
        "",
        "",
        "",
        DraftFacts.date(born, "the date of birth"),
        sexOf(),
        DraftFacts.date(studied, "the study date"),
        person());
  }

  /** An id may stand behind its authority, as the commands take it: {@code SYSTEM|ID}. */
  private DraftFacts.Person person() {
    int bar = id.lastIndexOf('|');
    return new DraftFacts.Person(
        bar < 0 ? "" : id.substring(0, bar).strip(), id.substring(bar + 1).strip(), family, given);
  }

  private Sex sexOf() throws Refused {
    return switch (sex) {
      case "female" -> Sex.FEMALE;
      case "male" -> Sex.MALE;
      case "other" -> Sex.OTHER;
      case "" -> Sex.UNKNOWN;
      default -> throw new Refused("the sex must be female, male, other or not known");
    };
  }

  /** Such as {@code MR knee left, male, born 4 Mar 1992}; what is not known is left out. */
  String known(DraftFacts facts) {
    return Stream.of(
            List.of(procedure, sex),
            facts.born().map(day -> "born " + Times.date(day)).stream().toList(),
            facts.studied().map(day -> "studied " + Times.date(day)).stream().toList())
        .flatMap(List::stream)
        .filter(word -> !word.isEmpty())
        .collect(Collectors.joining(", "));
  }

  /** Withholds the report. */
  @Override
  public String toString() {
    return "DraftForm[withheld]";
  }
}
