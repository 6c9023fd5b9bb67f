package org.radiologytrust.review;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.radiologytrust.journal.ResourceStore.Page;
import org.radiologytrust.journal.ResourceStore.Place;

/**
 * Where the next page begins: a place in the order rather than a number of rows to pass over, which
 * would lose one whenever another moves.
 *
 * @param total as it was counted for the first page
 * @param since of a search with the newest first, the time of the newest at the first page: what
 *     changes meanwhile moves to before that page, and is read after the last one
 */
record Cursor(boolean descending, Place place, OptionalInt total, Instant since) {
  private static final Pattern FORM =
      Pattern.compile("([ad]) (\\d{1,15}) (\\d{1,15}) (\\d{0,9}) ([A-Za-z0-9.-]{0,64})");

  /** As it stands in a link. */
  String encoded() {
    String text =
        String.join(
            " ",
            descending ? "d" : "a",
            "" + place.lastUpdated().toEpochMilli(),
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
            new Place(time(m.group(2)), m.group(5)),
            m.group(4).isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(Integer.parseInt(m.group(4))),
            time(m.group(3)));
      }
    } catch (IllegalArgumentException e) {
      // told below
    }
    throw BadRequest.invalid("_cursor: comes from a next link alone; begin at the first page");
  }

  private static Instant time(String millis) {
    return Instant.ofEpochMilli(Long.parseLong(millis));
  }

  /** Of the page after this one; empty after the last. */
  static Optional<Cursor> after(SearchRequest request, Page page) {
    Instant since = request.cursor().map(Cursor::since).orElse(page.newest());
    boolean descending = request.query().descending();
    OptionalInt total = request.total(page);
    if (page.more()) {
      Place last = Place.of(page.matches().get(page.matches().size() - 1));
      return Optional.of(new Cursor(descending, last, total, since));
    }
    // the empty id comes before all others
    return descending && page.newest().isAfter(since)
        ? Optional.of(new Cursor(false, new Place(since.plusMillis(1), ""), total, since))
        : Optional.empty();
  }
}
