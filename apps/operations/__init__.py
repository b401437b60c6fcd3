"""What whoever runs the product needs: backup, health, figures, logs."""
