package org.radiologytrust.lab.phantom;

import java.util.Random;

/**
 * What makes one patient's image unlike another's, apart from what is abnormal. Everything is drawn
 * from the seed whether it shows or not: a patient with and without a finding is otherwise the same
 * one.
 *
 * @param sine of the angle by which the patient leans
 * @param right how far the patient stands to the right of the image's middle
 * @param down and below it
 * @param width of the patient, 1 for the usual one
 * @param height likewise
 * @param lungs their width, 1 for the usual one
 * @param dome how far the diaphragm is below its usual place
 * @param heart its size, 1 for the usual one
 * @param ribs how far they are below their usual place
 * @param bones their density, 1 for the usual one
 * @param gain of the exposure, 1 for the usual one
 * @param curve how much brighter the greys between black and white are
 * @param noise of a pixel that is a 1024th of the image wide
 */
record Anatomy(
    double sine,
    double right,
    double down,
    double width,
    double height,
    double lungs,
    double dome,
    double heart,
    double ribs,
    double bones,
    double gain,
    double curve,
    double noise,
    Focus rightFocus,
    Focus leftFocus) {

  /**
   * Where an opacity of a lung would be.
   *
   * @param across from the patient's middle
   * @param along downwards
   * @param form how much wider than high
   * @param edge softness of its edge
   * @param density the share of the air that it takes
   */
  record Focus(double across, double along, double form, double edge, double density) {
    private static Focus of(Random random) {
      return new Focus(
          between(random, 0.42, 0.56),
          between(random, -0.42, 0.02),
          between(random, 0.85, 1.25),
          between(random, 0.30, 0.55),
          between(random, 0.70, 0.85));
    }
  }

  static Anatomy of(Random random) {
    return new Anatomy(
        between(random, -0.05, 0.05),
        between(random, -0.05, 0.05),
        between(random, -0.07, 0.07),
        between(random, 0.93, 1.06),
        between(random, 0.93, 1.06),
        between(random, 0.93, 1.05),
        between(random, -0.06, 0.06),
        between(random, 0.92, 1.05),
        between(random, -0.05, 0.05),
        between(random, 0.7, 1.15),
        between(random, 0.88, 1.08),
        between(random, -0.25, 0.30),
        between(random, 0.005, 0.02),
        Focus.of(random),
        Focus.of(random));
  }

  private static double between(Random random, double from, double to) {
    return from + (to - from) * random.nextDouble();
  }

  private double cosine() {
    return Math.sqrt(1 - sine * sine);
  }

  /** The patient's x of a place in the image. */
  double patientX(double x, double y) {
    return (cosine() * (x - right) + sine * (y - down)) / width;
  }

  /** The patient's y of a place in the image. */
  double patientY(double x, double y) {
    return (cosine() * (y - down) - sine * (x - right)) / height;
  }

  /** The image's x of a place in the patient. */
  double imageX(double x, double y) {
    return cosine() * x * width - sine * y * height + right;
  }

  /** The image's y of a place in the patient. */
  double imageY(double x, double y) {
    return cosine() * y * height + sine * x * width + down;
  }

  /** What the detector makes of a brightness from 0 to 1. */
  double exposed(double grey) {
    double seen = Math.min(1, gain * grey);
    return seen + curve * seen * (1 - seen);
  }
}
