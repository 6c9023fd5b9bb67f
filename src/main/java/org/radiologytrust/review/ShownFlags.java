package org.radiologytrust.review;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.radiologytrust.model.Audit;

/**
 * The flags of one audit as people see them, with the decisions that stand. A flag is open as long
 * as one of its reasons is: a reason that is new, or that changed, opens it again.
 */
public final class ShownFlags {
  /** Before there is an audit. */
  public static final ShownFlags NOTHING = new ShownFlags(Decided.NOTHING);

  private final Decided decided;
  private final List<ShownFlag> all;

  private ShownFlags(Decided decided) {
    this.decided = decided;
    all = ShownFlag.of(decided.all());
  }

  /**
   * @param decisions of any audits of the report; those of other audits are left out
   */
  public static ShownFlags of(Audit audit, List<Decision> decisions) {
    return new ShownFlags(Decided.of(audit, decisions));
  }

  /** The decisions about each reason. */
  public Decided decided() {
    return decided;
  }

  /** The flags, then the questions. */
  public List<ShownFlag> all() {
    return all;
  }

  /** Those that count. */
  public List<ShownFlag> flags() {
    return all.stream().filter(flag -> !flag.problem().asks()).toList();
  }

  /** What checks only ask. */
  public List<ShownFlag> questions() {
    return all.stream().filter(flag -> flag.problem().asks()).toList();
  }

  /** The flag that has a reason with this key. */
  public Optional<ShownFlag> find(String reason) {
    return all.stream().filter(flag -> flag.has(reason)).findFirst();
  }

  /** Whether nothing is left to decide about a flag. */
  public boolean settled(ShownFlag flag) {
    return flag.toDecide().stream().allMatch(reason -> decided.settled(reason.key()));
  }

  /**
   * The decision that stands about a flag: that of the first reason with which people agreed, else
   * of the first about which they decided.
   */
  public Optional<Decision> standing(ShownFlag flag) {
    List<Decision> standing =
        flag.reasons().stream().flatMap(r -> decided.standing(r.key()).stream()).toList();
    return standing.stream()
        .filter(decision -> decision.kind().agrees())
        .findFirst()
        .or(() -> standing.stream().findFirst());
  }

  /**
   * The newest decision about any reason of a flag, an undo too; empty if nobody ever decided. Of
   * several that one key stored, the one about the first reason: it has the person's words.
   */
  public Optional<Decision> newest(ShownFlag flag) {
    List<Decision> newest =
        flag.reasons().stream().flatMap(r -> decided.newest(r.key()).stream()).toList();
    Optional<Decision> last =
        newest.stream().max(Comparator.comparingInt(decided.decisions()::indexOf));
    return last.flatMap(d -> newest.stream().filter(n -> n.id().equals(d.act())).findFirst())
        .or(() -> last);
  }

  /** The flags that are not {@link #settled}. */
  public List<ShownFlag> open() {
    return flags().stream().filter(flag -> !settled(flag)).toList();
  }

  /** The questions that are not {@link #settled}. */
  public List<ShownFlag> unanswered() {
    return questions().stream().filter(flag -> !settled(flag)).toList();
  }

  /** The flags and questions that people agreed with, and of which nothing else is known yet. */
  public List<ShownFlag> toCorrect() {
    return all.stream()
        .filter(this::settled)
        .filter(flag -> standing(flag).filter(d -> d.kind().agrees()).isPresent())
        .toList();
  }

  /** The decisions by which people agreed with a flag. */
  public Stream<Decision> agreed(ShownFlag flag) {
    return flag.reasons().stream()
        .flatMap(reason -> decided.standing(reason.key()).stream())
        .filter(decision -> decision.kind().agrees());
  }
}
