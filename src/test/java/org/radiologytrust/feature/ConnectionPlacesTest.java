package org.radiologytrust.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("safety")
class ConnectionPlacesTest {
  private final ConnectionPlaces places = new ConnectionPlaces("mllp", 4, 2);
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<String> closed = new ArrayList<>();

  private Optional<ConnectionPlaces.Place> take(String address, String name) {
    return places.take(address, () -> closed.add(name));
  }

  /** A connection whose request was answered. */
  private ConnectionPlaces.Place used(String address, String name) {
    ConnectionPlaces.Place place = asking(address, name);
    place.end();
    return place;
  }

  /** A connection whose request is being answered. */
  private ConnectionPlaces.Place asking(String address, String name) {
    ConnectionPlaces.Place place = take(address, name).orElseThrow();
    assertTrue(place.begin());
    place.known();
    return place;
  }

  private double count(String reason) {
    places.bindTo(meters);
    return meters.get("rtl.connections.closed").tags("reason", reason).functionCounter().count();
  }

  @Test
  void oneAddressNeverHasMoreThanItsOwn() {
    used("a", "a1");
    used("a", "a2");
    used("b", "b1");
    assertTrue(take("a", "a3").isPresent());
    assertEquals(List.of("a1"), closed, "its own gives way, though others have been idle too");
    assertTrue(take("c", "c1").isPresent());
    assertEquals(List.of("a1"), closed, "there was a free place");
    assertEquals(1, count("displaced"));
  }

  @Test
  void itsOwnRequestsLeaveNoPlaceToAnAddress() {
    asking("a", "a1");
    ConnectionPlaces.Place second = asking("a", "a2");
    assertFalse(take("a", "a3").isPresent());
    assertTrue(take("b", "b1").isPresent());
    second.leave();
    assertTrue(take("a", "a4").isPresent());
    assertEquals(List.of(), closed);
    assertEquals(1, count("refused"));
  }

  @Test
  void whoMadeNoRequestGivesWayFirst() {
    used("a", "a1");
    take("b", "b1").orElseThrow().begin();
    take("b", "b2");
    asking("c", "c1");
    for (String next : List.of("d", "e", "f")) {
      asking(next, next + "1");
    }
    assertEquals(List.of("b2", "b1", "a1"), closed, "idle, in a first request, idle for long");
    assertFalse(take("g", "g1").isPresent());
  }

  @Test
  void whoIsUsedAgainIsTheLastToGo() {
    ConnectionPlaces.Place first = used("a", "a1");
    used("b", "b1");
    first.begin();
    first.end();
    take("c", "c1");
    take("d", "d1");
    take("e", "e1").orElseThrow().begin();
    assertEquals(List.of("c1"), closed);
    used("f", "f1");
    used("g", "g1");
    assertEquals(List.of("c1", "d1", "e1"), closed);
    used("h", "h1");
    assertEquals(List.of("c1", "d1", "e1", "b1"), closed);
  }

  @Test
  void aPlaceIsGivenBackOnce() {
    ConnectionPlaces.Place first = take("a", "a1").orElseThrow();
    take("a", "a2");
    take("a", "a3");
    assertEquals(List.of("a1"), closed);
    assertFalse(first.begin(), "it is gone");
    first.end();
    first.leave();
    first.leave();
    take("a", "a4");
    assertEquals(List.of("a1", "a2"), closed, "there are still two of this address");
  }
}
