package org.radiologytrust.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class WilsonTest {
  @Test
  void noneOf400IsUpTo1InHundred() {
    Wilson wilson = Wilson.of(0, 400);
    assertEquals(0, wilson.low());
    assertEquals(0.0095, wilson.high(), 0.00005);
  }

  /** Of 0 in 249, the formula gives a little less than 0 when it is rounded. */
  @Test
  void noBoundIsOutsideZeroAndOne() {
    for (int of = 1; of <= 2000; of++) {
      assertEquals(0, Wilson.of(0, of).low());
      assertEquals(1, Wilson.of(of, of).high());
    }
  }

  /** By the formula, with z = 1.959964. */
  @Test
  void theBoundsAreThoseOfTheFormula() {
    double z = 1.959964;
    for (int of = 1; of <= 60; of++) {
      for (int hits = 0; hits <= of; hits++) {
        double p = (double) hits / of;
        double middle = (p + z * z / (2 * of)) / (1 + z * z / of);
        double half = z * Math.sqrt(p * (1 - p) / of + z * z / (4.0 * of * of)) / (1 + z * z / of);
        Wilson wilson = Wilson.of(hits, of);
        assertEquals(middle - half, wilson.low(), 1e-6);
        assertEquals(middle + half, wilson.high(), 1e-6);
        assertTrue(wilson.low() <= p && p <= wilson.high());
      }
    }
  }

  @Test
  void aShareOfNothingHasNoInterval() {
    assertThrows(IllegalArgumentException.class, () -> Wilson.of(0, 0));
  }
}
