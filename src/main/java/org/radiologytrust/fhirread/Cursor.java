package org.radiologytrust.fhirread;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.radiologytrust.journal.results.ResourceStore.Place;

/**
 * The start of the next page: a place in the order, not a number of rows to skip, since skipping
 * would miss a row whenever another one moves.
 *
 * @param byDate as in {@link org.radiologytrust.journal.results.ResourceStore.Query}
 * @param total the count at the first page; empty if it was not counted
 * @param since for a search with the newest first, the time of the newest resource at the first
 *     page. Resources that change later move before that page, and are returned after the last one
 */
record Cursor(boolean descending, boolean byDate, Place place, OptionalInt total, Instant since) {
  private static final Pattern FORM =
      Pattern.compile("([ad])(t?) (\\d{1,15}) (\\d{1,15}) (\\d{0,9}) ([A-Za-z0-9.-]{0,64})");

  /** The cursor as a link's parameter. */
  String encoded() {
    String text =
        String.join(
            " ",
            (descending ? "d" : "a") + (byDate ? "t" : ""),
            "" + place.time().toEpochMilli(),
            "" + since.toEpochMilli(),
            total.isPresent() ? "" + total.getAsInt() : "",
            place.id());
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  static Cursor decode(String encoded) throws BadRequest {
    try {
      byte[] text = Base64.getUrlDecoder().decode(encoded);
      Matcher m = FORM.matcher(new String(text, StandardCharsets.US_ASCII));
      if (m.matches()) {
        return new Cursor(
            m.group(1).equals("d"),
            !m.group(2).isEmpty(),
            new Place(time(m.group(3)), m.group(6)),
            m.group(5).isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(Integer.parseInt(m.group(5))),
            time(m.group(4)));
      }
    } catch (IllegalArgumentException e) {
      // the error below covers this
    }
    throw BadRequest.invalid("_cursor: comes from a next link alone; begin at the first page");
  }

  private static Instant time(String millis) {
    return Instant.ofEpochMilli(Long.parseLong(millis));
  }
}
