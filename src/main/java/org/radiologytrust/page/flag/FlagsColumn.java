package org.radiologytrust.page.flag;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.radiologytrust.model.Label;

/**
 * The flags of an audit: the list, and the details of each.
 *
 * @param report our id of the report
 * @param run the audit
 * @param assessed what was assessed, such as {@code 9 of 9 claims assessed}
 * @param flags in the order of their numbers
 * @param questions what the checks only ask
 * @param inHand number of the flag whose details show; 0 if there is no flag
 */
public record FlagsColumn(
    UUID report,
    UUID run,
    String assessed,
    List<Flag> flags,
    List<Question> questions,
    int inHand) {
  public FlagsColumn {
    flags = List.copyOf(flags);
    questions = List.copyOf(questions);
  }

  /** Flags of one label with the title of that part of the list. */
  public record Group(String title, List<Flag> flags) {}

  /** The parts of the list that are not empty. */
  public List<Group> groups() {
    return Stream.of(
            new Group(
                "Another patient", flags.stream().filter(f -> f.problem().ofPatient()).toList()),
            group("Needs review", Label.NEEDS_REVIEW),
            group("Uncertain", Label.UNCERTAIN))
        .filter(group -> !group.flags().isEmpty())
        .toList();
  }

  private Group group(String title, Label label) {
    return new Group(
        title,
        flags.stream()
            .filter(f -> !f.problem().ofPatient() && f.problem().label() == label)
            .toList());
  }

  public long open() {
    return flags.stream().filter(Flag::open).count();
  }

  public long decided() {
    return flags.size() - open();
  }

  /**
   * Number of the first open flag behind another one, or from the start; itself if none is open.
   */
  public int openAfter(int number) {
    return Stream.concat(
            flags.stream().filter(f -> f.number() > number),
            flags.stream().filter(f -> f.number() < number))
        .filter(Flag::open)
        .map(Flag::number)
        .findFirst()
        .orElse(number);
  }

  /** The same column with another flag in hand. */
  public FlagsColumn with(int number) {
    return new FlagsColumn(report, run, assessed, flags, questions, number);
  }
}
