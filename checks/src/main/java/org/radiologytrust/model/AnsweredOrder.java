package org.radiologytrust.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of several orders that a report answers.
 *
 * @param text the part of the report's text that stands under this order; {@code null} if the
 *     message does not say which part answers it
 */
public record AnsweredOrder(
    Order order, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Span text) {
  /** More orders than an ordinary report answers. */
  private static final int MOST = 10;

  /**
   * All orders of a report as it keeps them: none where it answers one alone. Of very many, the
   * first ones without their texts, so that a check compares its words with few of them.
   */
  public static List<AnsweredOrder> kept(List<AnsweredOrder> all) {
    return all.size() <= MOST
        ? List.copyOf(all)
        : all.stream().limit(MOST).map(one -> new AnsweredOrder(one.order, null)).toList();
  }
}
