package org.radiologytrust.page.flag;

import java.util.ArrayList;
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
 * @param questions what the checks only ask, numbered on after the flags; they count nowhere
 * @param became what became of the flags of earlier audits
 * @param inHand number of the flag or question whose details show; 0 if there is none
 */
public record FlagsColumn(
    UUID report,
    UUID run,
    String assessed,
    List<Flag> flags,
    List<Flag> questions,
    List<Became> became,
    int inHand) {
  public FlagsColumn {
    flags = List.copyOf(flags);
    questions = List.copyOf(questions);
    became = List.copyOf(became);
  }

  /** Flags of one label with the title of that part of the list. */
  public record Group(String title, List<Flag> flags) {
    /** Whether these only ask. */
    public boolean asks() {
      return flags.stream().allMatch(Flag::asks);
    }
  }

  /** The flags, then the questions. */
  public List<Flag> all() {
    return Stream.concat(flags.stream(), questions.stream()).toList();
  }

  /** The parts of the list that are not empty. */
  public List<Group> groups() {
    return Stream.of(
            new Group(
                "Another patient", flags.stream().filter(f -> f.problem().ofPatient()).toList()),
            group("Needs review", Label.NEEDS_REVIEW),
            group("Uncertain", Label.UNCERTAIN),
            new Group("Questions", questions))
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

  /** How many flags are open; a question is never one of them. */
  public long open() {
    return flags.stream().filter(Flag::open).count();
  }

  /** How many flags and questions are to be corrected. */
  public long toCorrect() {
    return all().stream().filter(Flag::toCorrect).count();
  }

  /** How many flags are neither open nor to be corrected. */
  public long decided() {
    return flags.stream().filter(f -> !f.open() && !f.toCorrect()).count();
  }

  /** Such as {@code 2 open, 1 to be corrected}; what there is none of is left out. */
  public String counts() {
    List<String> counts = new ArrayList<>(List.of(open() + " open"));
    add(counts, toCorrect(), "to be corrected");
    add(counts, decided(), "decided");
    long unanswered = questions.stream().filter(Flag::open).count();
    add(counts, unanswered, unanswered == 1 ? "question" : "questions");
    return String.join(", ", counts);
  }

  private static void add(List<String> counts, long count, String what) {
    if (count > 0) {
      counts.add(count + " " + what);
    }
  }

  /** That no flag is open any more, in one sentence; empty if there is none at all. */
  public String done() {
    long waiting = toCorrect();
    if (waiting > 0) {
      return "No flag is open, " + waiting + (waiting == 1 ? " is" : " are") + " to be corrected.";
    }
    return switch (flags.size()) {
      case 0 -> "";
      case 1 -> "The flag is decided.";
      default -> "All " + flags.size() + " flags are decided.";
    };
  }

  /**
   * Number of what is in hand after a decision: the next open flag, from the start again after the
   * last; after a question, the next open question before that. Itself if nothing is open.
   */
  public int openAfter(int number) {
    boolean asked = questions.stream().anyMatch(f -> f.number() == number);
    Stream<Flag> next =
        asked ? Stream.concat(after(questions, number), flags.stream()) : after(flags, number);
    return next.filter(Flag::open).map(Flag::number).findFirst().orElse(number);
  }

  private static Stream<Flag> after(List<Flag> of, int number) {
    return Stream.concat(
        of.stream().filter(f -> f.number() > number), of.stream().filter(f -> f.number() < number));
  }

  /** The same column with another flag in hand. */
  public FlagsColumn with(int number) {
    return new FlagsColumn(report, run, assessed, flags, questions, became, number);
  }
}
