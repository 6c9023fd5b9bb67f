package org.radiologytrust.lab.phantom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhantomSetTest {
  private static final int SIZE = 32;

  @TempDir Path folder;

  @Test
  void imagesAndTheirTruth() throws Exception {
    List<Integer> told = new ArrayList<>();
    PhantomSet.write(folder.resolve("new/set"), 3, 300, SIZE, told::add);
    byte[] pixels = Files.readAllBytes(folder.resolve("new/set/pixels.u8"));
    JsonNode truth = new ObjectMapper().readTree(folder.resolve("new/set/truth.json").toFile());
    assertEquals(300 * SIZE * SIZE, pixels.length);
    assertEquals(List.of(256, 300), told);
    assertEquals(SIZE, truth.path("size").asInt());
    assertEquals(7, truth.path("findings").size());
    assertEquals(300, truth.path("rows").size());
    for (int i : new int[] {0, 255, 256, 299}) {
      long seed = 3_000_000 + i;
      assertEquals(seed, truth.path("seeds").path(i).asLong());
      List<String> shown = new ArrayList<>();
      for (int f = 0; f < 7; f++) {
        if (truth.path("rows").path(i).path(f).asInt() == 1) {
          shown.add(truth.path("findings").path(f).asText());
        }
      }
      List<Abnormality> drawn = Radiographs.draw(seed);
      assertEquals(
          Radiographs.FINDINGS.stream()
              .filter(f -> drawn.stream().anyMatch(a -> a.finding().equals(f)))
              .toList(),
          shown);
      assertArrayEquals(
          RowScaler.rows(Radiographs.grey(seed, drawn, SIZE, 39), SIZE, SIZE),
          Arrays.copyOfRange(pixels, i * SIZE * SIZE, (i + 1) * SIZE * SIZE));
    }
  }

  @Test
  void aSetHasItsOwnSeedsAlone() {
    assertEquals(0, PhantomSet.first(PhantomSet.HELD_OUT));
    assertEquals(2_000_000, PhantomSet.first(2));
    assertThrows(
        IllegalArgumentException.class,
        () -> PhantomSet.write(folder, 1, PhantomSet.SEEDS + 1, SIZE, n -> {}));
    assertThrows(
        IllegalArgumentException.class, () -> PhantomSet.write(folder, -1, 1, SIZE, n -> {}));
  }

  @Test
  void squeezedRowsAreMeansOfTheirNeighbours() {
    byte[] flat = new byte[39 * 2];
    Arrays.fill(flat, (byte) 200);
    byte[] expected = new byte[32 * 2];
    Arrays.fill(expected, (byte) 200);
    assertArrayEquals(expected, RowScaler.rows(flat, 2, 32));
    byte[] rising = new byte[40];
    for (int i = 0; i < 40; i++) {
      rising[i] = (byte) (5 * i);
    }
    byte[] half = RowScaler.rows(rising, 1, 20);
    for (int i = 1; i < 19; i++) {
      assertTrue(Math.abs((half[i] & 0xFF) - (10 * i + 2.5)) <= 0.5, "row " + i);
    }
    byte[] same = RowScaler.rows(rising, 1, 40);
    assertArrayEquals(rising, same);
  }
}
