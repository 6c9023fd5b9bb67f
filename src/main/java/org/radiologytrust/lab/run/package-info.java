/**
 * Asks models about labelled cases, by the product's own steps, and renders what they should have
 * answered.
 */
package org.radiologytrust.lab.run;
