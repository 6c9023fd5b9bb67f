package org.radiologytrust.check.exam;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Coding;
import org.radiologytrust.model.Order;
import org.radiologytrust.text.mentions.Side;
import org.radiologytrust.text.mentions.Sides;
import org.radiologytrust.text.words.WordTokens;

/** Tells from their orders which examinations show the same part of the body, and how. */
public final class ExaminationKinds {
  private final BodyParts parts;
  private final Modalities modalities;
  private final Sides sides;

  ExaminationKinds(BodyParts parts, Modalities modalities, Sides sides) {
    this.parts = parts;
    this.modalities = modalities;
    this.sides = sides;
  }

  /**
   * What was examined, and how.
   *
   * @param name of the procedure, in lower case
   * @param modalities the DICOM codes of its family; empty if it is not known
   * @param parts codes of body parts; empty if they are not known
   * @param side {@code null} if the order names none
   */
  public record Kind(String name, Set<String> modalities, Set<String> parts, @Nullable Side side) {
    public Kind {
      modalities = Set.copyOf(modalities);
      parts = Set.copyOf(parts);
    }
  }

  /**
   * What an order is for.
   *
   * @param modality DICOM code that is used where the order's words name no modality; may be empty
   */
  public Kind of(Order order, String modality) {
    String name = order.procedureWords();
    WordTokens words = WordTokens.of(name);
    Set<String> named = Set.copyOf(modalities.only(words));
    Set<String> codes = new HashSet<>(parts.orderedCodes(words));
    codes.addAll(parts.orderedCodes(WordTokens.of(order.bodyPart())));
    Side field = sides.ofCode(order);
    return new Kind(
        name.strip().toLowerCase(Locale.ROOT),
        named.isEmpty() ? modalities.family(modality.strip().toUpperCase(Locale.ROOT)) : named,
        codes,
        field == null ? sides.ofOrder(words) : field);
  }

  /** What words say that is to be examined: "CT of the chest". */
  public Kind of(String words) {
    return of(new Order("", "", null, null, new Coding("", "", words), "", "", ""), "");
  }

  /** Whether both surely show the same part of the body in the same kind of images. */
  public boolean comparable(Kind a, Kind b) {
    return !a.modalities().isEmpty() && a.modalities().equals(b.modalities()) && overlap(a, b);
  }

  /** Whether both surely show one part of the body. */
  public boolean overlap(Kind a, Kind b) {
    boolean sidesApart =
        a.side() != null
            && b.side() != null
            && a.side() != Side.BOTH
            && a.side().opposite() == b.side();
    boolean sameName = !a.name().isEmpty() && a.name().equals(b.name());
    return !sidesApart && (sameName || a.parts().stream().anyMatch(b.parts()::contains));
  }
}
