package org.radiologytrust.ingest.dicom.select;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds the images that a report names by their numbers, such as "series 3, image 27". */
final class NamedImages {
  /** What may stand between the two numbers: signs, and a word such as "of". */
  private static final String BETWEEN = "\\W{1,4}(?:\\p{L}{1,3}\\W{1,2})?";

  private final Pattern seriesFirst;
  private final Pattern imageFirst;

  /**
   * @param series words for a series
   * @param images words for an image
   */
  NamedImages(List<String> series, List<String> images) {
    String ofSeries = numbered(series, 5);
    String ofImage = numbered(images, 6);
    seriesFirst = pattern(ofSeries + BETWEEN + ofImage);
    imageFirst = pattern(ofImage + BETWEEN + ofSeries);
  }

  private static String numbered(List<String> words, int digits) {
    String any = words.stream().map(Pattern::quote).collect(Collectors.joining("|"));
    return "\\b(?:" + any + ")\\W{0,3}(\\d{1," + digits + "})\\b";
  }

  private static Pattern pattern(String expression) {
    return Pattern.compile(
        expression,
        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);
  }

  /**
   * An image as a report names it.
   *
   * @param image InstanceNumber, or the number of a frame
   */
  record Name(int series, int image) {}

  List<Name> in(String report) {
    List<Name> names = new ArrayList<>();
    Matcher matcher = seriesFirst.matcher(report);
    while (matcher.find()) {
      names.add(name(matcher.group(1), matcher.group(2)));
    }
    matcher = imageFirst.matcher(report);
    while (matcher.find()) {
      names.add(name(matcher.group(2), matcher.group(1)));
    }
    return names;
  }

  private static Name name(String series, String image) {
    return new Name(Integer.parseInt(series), Integer.parseInt(image));
  }
}
