// The calendar: proleptic Gregorian, UTC, days counted from 1970.
//
// Years begin in March here, so that the day a leap year adds is the last: the days before a month
// are then one formula, and 400 years one cycle.
#include <time.h>

enum
{
    DaysPerEra = 146097,  // 400 years
    DaysToEpoch = 719468, // from 0000-03-01 to 1970-01-01
    SecondsPerDay = 86400
};

static long long floor_divide(long long numerator, long long denominator)
{
    long long quotient = numerator / denominator;
    return quotient * denominator > numerator ? quotient - 1 : quotient;
}

/// Days from 1970-01-01 to the first of `month` (0 is January) in `year`.
static long long days_before(long long year, int month)
{
    year -= month < 2;
    long long era = floor_divide(year, 400);
    long long yearOfEra = year - era * 400;
    int marchMonth = (month + 10) % 12;
    long long dayOfYear = (153 * marchMonth + 2) / 5;
    long long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * DaysPerEra + dayOfEra - DaysToEpoch;
}

struct tm *gmtime_r(const time_t *__restrict seconds, struct tm *__restrict result)
{
    long long days = floor_divide(*seconds, SecondsPerDay);
    int rest = (int)(*seconds - days * SecondsPerDay);
    long long shifted = days + DaysToEpoch;
    long long era = floor_divide(shifted, DaysPerEra);
    int dayOfEra = (int)(shifted - era * DaysPerEra);
    // Leap days before this day are taken out, then years are equally long.
    int yearOfEra =
        (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / (DaysPerEra - 1)) / 365;
    int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    int marchMonth = (5 * dayOfYear + 2) / 153;
    int month = (marchMonth + 2) % 12;
    long long year = yearOfEra + era * 400 + (month < 2);

    result->tm_sec = rest % 60;
    result->tm_min = rest / 60 % 60;
    result->tm_hour = rest / 3600;
    result->tm_mday = dayOfYear - (153 * marchMonth + 2) / 5 + 1;
    result->tm_mon = month;
    result->tm_year = (int)(year - 1900);
    result->tm_wday = (int)(days + 4 - floor_divide(days + 4, 7) * 7); // 1970 began on a Thursday
    result->tm_yday = (int)(days - days_before(year, 0));
    result->tm_isdst = 0;
    return result;
}

time_t mktime(struct tm *date)
{
    long long months = (long long)date->tm_year * 12 + date->tm_mon;
    long long year = floor_divide(months, 12);
    long long days = days_before(year + 1900, (int)(months - year * 12)) + date->tm_mday - 1;
    time_t seconds = ((days * 24 + date->tm_hour) * 60 + date->tm_min) * 60 + date->tm_sec;
    gmtime_r(&seconds, date);
    return seconds;
}

time_t timegm(struct tm *date)
{
    return mktime(date);
}
