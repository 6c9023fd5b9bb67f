package org.radiologytrust.check.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.radiologytrust.check.within.Distinctions.Placed;
import org.radiologytrust.text.mentions.Certainty;
import org.radiologytrust.text.mentions.Mention;
import org.radiologytrust.text.mentions.MentionKind;
import org.radiologytrust.text.mentions.Side;

/** Finds sentences that put the same thing on the other side. */
public final class SideDifferences {
  private final Denials denials;

  SideDifferences(Denials denials) {
    this.denials = denials;
  }

  /**
   * The earlier sentences that put a finding on the other side, if all that name it do.
   *
   * @param others further sentences of the report, which can show that both sides are meant
   */
  public List<Statement> finding(
      Placed p, Statement said, List<Statement> earlier, List<Statement> others) {
    Mention m = p.mention();
    boolean one =
        oneSide(m)
            && denials.asserted(m)
            && !said.another()
            && said.stated(m).allMatch(other -> other.mention().side() == m.side());
    boolean severalAnywhere =
        Stream.concat(earlier.stream(), others.stream())
            .flatMap(e -> e.stated(m))
            .anyMatch(other -> other.mention().side() == Side.BOTH);
    if (!one || severalAnywhere || earlier.stream().anyMatch(e -> hasOn(e, m, m.side()))) {
      return List.of();
    }
    return earlier.stream()
        .filter(
            e ->
                e.stated(m)
                    .anyMatch(
                        other ->
                            other.mention().side() == m.side().opposite()
                                && other.mention().certainty() == Certainty.CERTAIN
                                && !other.place().apart(p.place())))
        .toList();
  }

  /**
   * The earlier sentences that put a device on the other side, which is called by the same name.
   */
  List<Statement> devices(Statement said, List<Statement> earlier) {
    List<Statement> found = new ArrayList<>();
    for (Mention m : said.sentence().mentions()) {
      boolean placed = m.kind() == MentionKind.DEVICE && oneSide(m) && m.present();
      if (placed && !said.another() && earlier.stream().noneMatch(e -> device(e, m, m.side()))) {
        earlier.stream().filter(e -> device(e, m, m.side().opposite())).forEach(found::add);
      }
    }
    return found;
  }

  private static boolean device(Statement e, Mention m, Side side) {
    return e.sentence()
        .mentions(MentionKind.DEVICE)
        .filter(other -> other.side() == side && other.present())
        .anyMatch(other -> name(other).equalsIgnoreCase(name(m)));
  }

  private static String name(Mention m) {
    return m.words().evidence(m.first(), m.last()).value();
  }

  private static boolean oneSide(Mention m) {
    return m.side() == Side.LEFT || m.side() == Side.RIGHT;
  }

  private static boolean hasOn(Statement e, Mention m, Side side) {
    return e.stated(m).anyMatch(other -> other.mention().side() == side);
  }
}
