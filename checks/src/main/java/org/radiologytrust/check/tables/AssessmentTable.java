package org.radiologytrust.check.tables;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.text.words.Terms;

/**
 * A published table, as a file of the folder {@code tables} has it. Its comments say what the keys
 * mean.
 *
 * @param name for messages
 * @param system the first name of its system in categories.yaml; {@code null} for a guideline
 *     without categories
 * @param mentions words that name a guideline without categories
 * @param unless words of a report to which the table does not apply
 * @param elsewhere words of an advice about another part of the body
 * @param exceptions words of a report in which sizes alone decide nothing
 * @param minAge the youngest patient in years to whom it applies
 * @param nextSentence whether the words of a category may stand in the next sentence
 * @param mean whether sizes are mean diameters; otherwise the largest
 * @param whole whether an examination, or a side of it, has one category
 * @param order categories from the least to the most suspicious
 * @param categories by their names in categories.yaml
 * @param described descriptions that exclude a category
 * @param points sums of points by level
 * @param sizes what the size of a lesion asks for
 */
record AssessmentTable(
    String name,
    String source,
    String edition,
    @Nullable String system,
    @Nullable Terms mentions,
    @Nullable Terms unless,
    @Nullable Terms elsewhere,
    @Nullable Terms exceptions,
    @Nullable Integer minAge,
    boolean nextSentence,
    boolean mean,
    boolean whole,
    @Nullable List<String> order,
    @Nullable Map<String, Category> categories,
    @Nullable List<Description> described,
    @Nullable List<Points> points,
    @Nullable List<Row> sizes) {

  /**
   * A category.
   *
   * @param words what it is called
   * @param fits advice that goes with it
   * @param against advice that contradicts it
   */
  record Category(
      @Nullable Set<String> words, @Nullable Set<String> fits, @Nullable Set<String> against) {}

  /**
   * Words that say what was seen.
   *
   * @param alone whether they exclude a category only where nothing else is described
   * @param unless words of a sentence in which they exclude nothing
   * @param excludes categories, with their subcategories
   */
  record Description(Terms words, boolean alone, @Nullable Terms unless, Set<String> excludes) {
    boolean excludes(String category) {
      return excludes.stream().anyMatch(category::startsWith);
    }
  }

  /** Sums of points, both ends included, and their category. */
  record Points(int from, int to, String category) {
    boolean has(int sum) {
      return from <= sum && sum <= to;
    }
  }

  /**
   * What the size of a lesion asks for.
   *
   * @param category of the lesion; {@code null} for any
   * @param type in assessments.yaml; {@code null} for any
   * @param several whether it is one of several; {@code null} for any
   * @param from in millimetres
   * @param to in millimetres, not included
   * @param categories that the table gives to this size; {@code null} if it gives advice
   */
  record Row(
      @Nullable String category,
      @Nullable String type,
      @Nullable Boolean several,
      double from,
      double to,
      @Nullable Set<String> categories,
      @Nullable Set<String> fits,
      @Nullable Set<String> against) {
    boolean has(double size) {
      return from <= size && size < to;
    }
  }

  /** What the table says of a category; {@code null} if it has none of this name. */
  @Nullable Category category(String category) {
    return categories == null ? null : categories.get(category);
  }

  /** How suspicious a category is; -1 if the table does not say. */
  int rank(String category) {
    return order == null ? -1 : order.indexOf(category);
  }

  /** "BI-RADS, 5th edition, 2013". */
  String title() {
    return name + ", " + edition;
  }

  /** Whether one category is the other, or a subcategory of it: 4 and 4A. */
  static boolean compatible(String one, String other) {
    return one.startsWith(other) || other.startsWith(one);
  }
}
