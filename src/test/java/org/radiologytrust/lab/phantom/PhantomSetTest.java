package org.radiologytrust.lab.phantom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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

  /** Columns of the phantom, and of the black on its left. */
  private static final int WIDTH = 26;

  private static final int LEFT = 3;

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
      byte[] grey = Radiographs.grey(seed, drawn, WIDTH, SIZE);
      for (int row = 0; row < SIZE; row++) {
        byte[] padded = new byte[SIZE];
        System.arraycopy(grey, row * WIDTH, padded, LEFT, WIDTH);
        int from = (i * SIZE + row) * SIZE;
        assertArrayEquals(padded, Arrays.copyOfRange(pixels, from, from + SIZE), "row " + row);
      }
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
}
