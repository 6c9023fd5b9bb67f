package org.radiologytrust.lab.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.lab.synth.RandomDraw;

class SlotsTest {
  @Test
  @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
  void anAgeThatNoShiftBringsBackToAnAdultsGetsOneAtRandom() {
    for (int age = 0; age < 1_000; age++) {
      int wrong = Slots.wrong(age, new RandomDraw(1, age));
      assertTrue(wrong >= 18 && wrong <= 95 && wrong != age, age + " became " + wrong);
    }
  }

  @Test
  void otherAgesKeepTheirNumbers() {
    List<Integer> wrong = new ArrayList<>();
    for (int age : new int[] {5, 18, 40, 61, 90, 95, 110, 125}) {
      wrong.add(Slots.wrong(age, new RandomDraw(7, age)));
    }
    assertEquals(List.of(29, 24, 65, 55, 94, 85, 95, 95), wrong);
  }

  @Test
  void theNumberOfAnImageIsNoAge() {
    PatientWords words = PatientWords.load(SiteFiles.shipped());
    assertTrue(words.age("A mass is best seen on image 201.").isEmpty());
    assertEquals("67y", words.age("Seen on image 201. Patient of age 67.").orElseThrow());
  }
}
