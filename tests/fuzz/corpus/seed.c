int tohost[2];

int add(int left, int right)
{
    return left + right;
}

int _start(void)
{
    int sum = add(1, 2);
    tohost[0] = sum;
    return sum;
}
